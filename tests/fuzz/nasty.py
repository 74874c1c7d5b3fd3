"""What breaks programs: values, words and bytes that strangers send on purpose."""

HUGE = 10**400

VALUES: tuple[object, ...] = (
    None, True, False, 0, -1, 1, 91, -181, 2**31, 2**53 + 1, 2**63, -(2**63) - 1, HUGE, 0.1, -0.0, 1e308,
    5e-324, float("nan"), float("inf"), float("-inf"), "", " ", [], {}, [[]], [None], {"": ""}, "null",
    "0", "1e400", "2026-11-24T08:30:00+07:00", "2026-11-24T24:00:00Z", "2026-02-30T08:30:00Z",
    "0000-00-00T00:00:00Z", "1970-01-01T00:00:00+23:59", "2100-12-31T23:59:59-23:59",
    "9999-12-31T23:59:59Z", "2026-11-24T08:30:60Z", "2026-11-24T08:30:00.1234567890123Z",
    "\N{ARABIC-INDIC DIGIT TWO}026-11-24T08:30:00Z", "bekasi:traffic:h53onvf2xf57c2t4", "bekasi:traffic:",
    "depok:traffic:aaaa", "sorot:S-1", "x" * 129, "x" * 10_001, "https://foto.example/1.jpg",
    "javascript:alert(1)", "../../etc/passwd", "file:///etc/passwd", "0" * 64, "f" * 64,
)  # fmt: skip

WORDS = (
    "'; drop table reports; --", "\" or 1=1", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "]]>", "&lt;&#x3c;", "=cmd|' /C calc'!A0", "@SUM(1+1)", "+1+1", "-2+3", "{{7*7}}", "${jndi:ldap://x}",
    "%s%n%x", "{0.__class__}", "\x1b[2J\x1b]0;x\x07", "\x9b31m", "\r\nSet-Cookie: a=b", "\r", "\n", "\t",
    "\x00", "\x7f", "\x85", "\u2028", "\u202e", "\u2066", "\ufeff", "\ufffe", "\uffff", "\u200b",
    "\u0300" * 40, "\ud800", "\udfff", "\U0010ffff", "\N{GRINNING FACE}",
    "\N{WAVING WHITE FLAG}\u200d\N{RAINBOW}", "\ufdfa", "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}",
    "\N{LATIN SMALL LETTER SHARP S}", "\N{LATIN SMALL LIGATURE FFI}", "\N{ARABIC-INDIC DIGIT THREE}",
    "\N{SUPERSCRIPT TWO}", "\N{FULLWIDTH DIGIT ONE}" * 8, "../", "..\\", "a@b.c", "0812-3456-7890",
    "+62 812 3456 7890", "021 8895 1234", "3275010101900001", "B 1234 XYZ", "b1234xyz", "plat nomor",
    "no rek bca 1234567890", "bpjs 0001234567890", "lahir 01-02-1990", "nama saya", "pak budi santoso",
    "bu", "a/n", "an.", "saudara", "ketua rt", "rt 01/02", "rw", "jl.", "jalan raya", "gg.", "blok a1",
    "no. 12", "kel", "kec.", "kelurahan", "dekat", "depan", "samping", "arah", "km 5", "jatiasih",
    "kayuringin", "summarecon", "stasiun bekasi", "jakarta timur", "banjir", "kebakaran", "tidak ada",
    "belum", "takut", "korban", "jiwa", "meninggal", "setinggi", "lutut", "1,5 meter", "30 cm",
    "sudah surut", "kemarin", "kalau", "awas", "tolong", "macet", "lampu jalan", "mati", "pohon tumbang",
    "sampah", "wkwkwk", "hahaha", "halo", "tes", "asdfgh", "aaaa", "gw", "yg", "dgn", "ny4", "b4njir", "(",
    ")", "[at]", "(dot)", "<nik>", "<nama", "<", ">", "&", "'", '"', "\\", "/", ".", ",", ";", ":", "-",
    "_", "#", "!", "?", "0", "7", "12", "2026", "1.000.000", "rp 5.000", "a", "e", "k",
)  # fmt: skip

TOKENS = (
    b"\x00", b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xef\xbb\xbf", b"\xfe\xff",
    b"\\u0000", b"\\ud800", b"\\udc00\\ud800", b"\\u202e", b"1e400", b"-1e400", b"1E-400", b"NaN",
    b"-Infinity", b"9" * 400, b"9" * 5000, b"0x10", b"01", b"+1", b"1.", b".5", b"[" * 300,
    b"{\"a\":" * 300, b"[" * 5000, b"]", b"}", b"{", b"[", b'"', b"\\", b",", b":", b'"id":', b'"text":',
    b'"__proto__":', b'"id":"z",', b"//x\n", b"/**/", b"null", b"true", b" ", b"\n", b"\r\n", b"\x1a",
    b"%00", b"%", b"&", b"=", b"+", b";", b"--", b"a" * 3000, b"\x80" * 50, b"\xe2\x80\xae",
)  # fmt: skip
