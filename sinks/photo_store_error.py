"""What a store of photos raises; who only tells of it needs no fsspec."""


class PhotoStoreError(Exception):
    """The store did not do what it was asked."""
