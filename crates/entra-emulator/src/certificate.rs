//! Certificates for the TLS listener, made at each start: an authority of the emulator's own, and what it issues.

use std::io;
use std::sync::Arc;

use clap::ValueEnum;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

/// The names of this machine that a certificate is for.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// What the server shows to its clients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Certificate {
    /// A certificate for `localhost`, `127.0.0.1` and `::1` of the emulator's own authority.
    #[default]
    Good,
    /// One that ended years ago.
    Expired,
    /// One that another authority issued than the one that is told to the client.
    #[value(name = "foreign")]
    ForeignAuthority,
    /// One for another host.
    WrongHost,
}

/// A certificate with its key, ready to be served, and the authority that its clients are told to trust.
#[derive(Debug)]
pub(crate) struct Identity {
    pub(crate) config: Arc<ServerConfig>,
    pub(crate) ca_pem: String,
}

impl Identity {
    /// Makes an authority and a certificate.
    pub(crate) fn new(kind: Certificate) -> io::Result<Self> {
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let (certificate, ca_pem) = issue(kind, &key).map_err(io::Error::other)?;
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(vec![certificate], key))
            .map_err(io::Error::other)?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self { config: Arc::new(config), ca_pem })
    }
}

/// The server's certificate, and as PEM that of the authority to trust.
fn issue(kind: Certificate, key: &KeyPair) -> Result<(CertificateDer<'static>, String), rcgen::Error> {
    let names = if kind == Certificate::WrongHost { &["elsewhere.example"][..] } else { &LOOPBACK };
    let mut params = CertificateParams::new(names.iter().copied().map(str::to_owned).collect::<Vec<_>>())?;
    params.distinguished_name = common_name("EntraRevoke emulator");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    if kind == Certificate::Expired {
        (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 1, 1));
    }
    let trusted = authority("EntraRevoke emulator authority")?;
    let certificate = match kind {
        Certificate::ForeignAuthority => params.signed_by(key, &*authority("Foreign authority")?)?,
        Certificate::Good | Certificate::Expired | Certificate::WrongHost => params.signed_by(key, &*trusted)?,
    };
    Ok((certificate.der().clone(), trusted.pem()))
}

/// Each authority has a name of its own, for a client looks for an issuer by its name before it looks at signatures.
fn authority(name: &str) -> Result<CertifiedIssuer<'static, KeyPair>, rcgen::Error> {
    let mut params = CertificateParams::default();
    params.distinguished_name = common_name(name);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    CertifiedIssuer::self_signed(params, KeyPair::generate()?)
}

fn common_name(name: &str) -> DistinguishedName {
    let mut whole = DistinguishedName::new();
    whole.push(DnType::CommonName, name);
    whole
}
