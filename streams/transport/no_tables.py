"""Faust's tables, of which there are none here."""

from faust.tables import TableManager


class NoTables(TableManager):
    """Lets the worker join its group at once: Faust waits a second for tables to be declared."""

    async def on_start(self) -> None:
        """What Faust does once it has waited."""
        await self._update_channels()
        await self.recovery.start()
