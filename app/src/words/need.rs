//! The twelve groups of needs, as residents read them (content 7.2, end).

use super::{Word, word};
use domain::need::NeedIcon;

/// The word under a group's icon.
pub const fn group(icon: NeedIcon) -> Word {
    match icon {
        NeedIcon::Safety => word("安全隐患", "Danger"),
        NeedIcon::Water => word("上下水", "Water, drains"),
        NeedIcon::Power => word("电和灯", "Power, lights"),
        NeedIcon::HeatGas => word("暖和气", "Heat, gas"),
        NeedIcon::Cleaning => word("卫生", "Cleaning"),
        NeedIcon::Security => word("门岗治安", "Gate, security"),
        NeedIcon::Parking => word("停车", "Parking"),
        NeedIcon::RoadBuilding => word("路和楼", "Paths, building"),
        NeedIcon::Green => word("绿化", "Trees, lawn"),
        NeedIcon::IllegalNoise => word("违建噪声", "Noise, illegal building"),
        NeedIcon::FeeService => word("收费和服务", "Fees, service"),
        NeedIcon::NeighbourOther => word("邻里和其他", "Neighbours, other"),
    }
}
