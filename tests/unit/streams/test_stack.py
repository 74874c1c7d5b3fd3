from streams import stack
from streams.settings import Settings, WebSettings


def test_others_beside_an_embedded_system_have_ports_of_their_own() -> None:
    assert "SINERGI_WEB_PORT" not in stack._for_others(Settings())
    assert stack._for_others(Settings(web=WebSettings(port=7000)))["SINERGI_WEB_PORT"] == "0"
