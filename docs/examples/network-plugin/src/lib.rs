//! On for callers whose `ip` is in one of the networks that the config names; the variant is the
//! network's name: `office=10.0.0.0/8 vpn=2001:db8::/32`

// What `novi plugin new --language rust` puts beside lib.rs.
#[path = "../../../../Templates/rust/src/novi.rs"]
mod novi;
#[path = "../../../../Templates/rust/src/plugin.rs"]
mod plugin;

use std::net::IpAddr;

use plugin::{Activation, Decision, Facts, Failure, Key, Setup, Variant};

/// Addresses that begin with the same bits.
struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    fn parse(text: &str) -> Option<Self> {
        let (address, bits) = text.split_once('/')?;
        let (address, bits) = (address.parse().ok()?, bits.parse().ok()?);
        let longest = if matches!(address, IpAddr::V4(_)) { 32 } else { 128 };
        (bits <= longest).then_some(Network { address, bits })
    }

    fn contains(&self, other: IpAddr) -> bool {
        let difference = match (self.address, other) {
            (IpAddr::V4(a), IpAddr::V4(b)) => (u32::from(a) ^ u32::from(b)).leading_zeros(),
            (IpAddr::V6(a), IpAddr::V6(b)) => (u128::from(a) ^ u128::from(b)).leading_zeros(),
            _ => return false,
        };
        difference >= self.bits
    }
}

struct NetworkActivation {
    key: Key,
    networks: Vec<(Network, Option<Variant>)>,
}

impl Activation for NetworkActivation {
    fn create(setup: &Setup) -> Result<Self, Failure> {
        let mut networks = Vec::new();
        for word in setup.config()?.split_whitespace() {
            let network = word
                .split_once('=')
                .and_then(|(name, network)| Some((Network::parse(network)?, setup.variant(name))));
            networks.push(network.ok_or_else(|| {
                Failure::config(&format!("'{word}' is no network; write name=10.0.0.0/8."))
            })?);
        }
        if networks.is_empty() {
            return Err(Failure::config("The config has no network; write name=10.0.0.0/8."));
        }
        Ok(Self { key: setup.key("ip"), networks })
    }

    fn evaluate(&self, facts: &Facts) -> Result<Decision, Failure> {
        let Some(text) = facts.text(&self.key) else { return Ok(Decision::Abstain) };
        let address: IpAddr =
            std::str::from_utf8(text).ok().and_then(|text| text.parse().ok()).ok_or_else(|| {
                let message = "'ip' is no address; send one such as 10.0.0.1.".to_owned();
                Failure { code: novi::ERROR_INVALID_CONTEXT, message }
            })?;
        let network = self.networks.iter().find(|(network, _)| network.contains(address));
        Ok(network.map_or(Decision::Off, |(_, variant)| Decision::On(*variant)))
    }
}

static CLASSES: [novi::Class; 1] = [novi::Class::new::<NetworkActivation>(
    "NetworkActivation",
    novi::CLASS_PURE,
    "On for callers from some networks.",
)];

static PLUGIN: novi::Plugin = novi::Plugin {
    size: std::mem::size_of::<novi::Plugin>() as u32,
    interface_version: novi::INTERFACE_VERSION,
    name: novi::Text::new("network"),
    version: novi::Text::new(env!("CARGO_PKG_VERSION")),
    class_count: CLASSES.len() as u32,
    class_stride: std::mem::size_of::<novi::Class>() as u32,
    classes: CLASSES.as_ptr(),
};

#[no_mangle]
pub extern "C" fn novi_plugin_v1(_host: *const novi::Host) -> *const novi::Plugin {
    // The message of a panic goes to the host. A plugin does not write to standard error.
    std::panic::set_hook(Box::new(|_| {}));
    &PLUGIN
}
