"""Makes a throw-away certificate, for `nginx -t` only."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

folder = Path(sys.argv[1])
key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "zhijia.example.org")])
now = datetime.now(UTC)  # noqa: TID251 - a real certificate, not business time
certificate = (
    x509.CertificateBuilder()
    .subject_name(name)
    .issuer_name(name)
    .public_key(key.public_key())
    .serial_number(1)
    .not_valid_before(now)
    .not_valid_after(now + timedelta(hours=1))
    .sign(key, hashes.SHA256())
)
(folder / "tls.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
(folder / "tls.key").write_bytes(
    key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
)
