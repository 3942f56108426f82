//! The sixty categories of needs and requests, in eighteen groups (content 7.2).
//!
//! A priority with two grades in the source stands here with its lower one; the hazard mark raises it to P0.

use super::Party::{self, *};
use super::Priority::{self, *};
use crate::language::{Language, Name, word};

/// One category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Category {
    /// Stable code such as `SAF-02`.
    pub code: &'static str,
    /// Its name.
    pub name: Name,
    /// Priority without a hazard.
    pub priority: Priority,
    /// Who acts first.
    pub responsible: Party,
    /// Who helps.
    pub support: &'static [Party],
}

impl Category {
    /// The name in one language.
    pub fn name(&self, language: Language) -> &'static str {
        self.name.text(language)
    }

    /// Whether only the named handlers may see it in any list (SEC-05, NBR-02).
    pub fn is_secret(&self) -> bool {
        matches!(self.code, "SEC-05" | "NBR-02")
    }

    /// Whether it counts in public figures.
    pub fn public_stat(&self) -> bool {
        !self.is_secret()
    }

    /// Whether the company complained about may decide it (never SVC-01, FEE-01, FEE-02).
    pub fn company_may_judge(&self) -> bool {
        !matches!(self.code, "SVC-01" | "FEE-01" | "FEE-02")
    }

    /// Whether somebody must be called before anything else: gas, police, ambulance.
    pub fn call_first(&self) -> Option<&'static str> {
        match self.code {
            "SAF-05" => Some("gas"),
            "SEC-04" => Some("110"),
            "NBR-02" => Some("110/120"),
            _ => None,
        }
    }
}

const fn row(
    code: &'static str,
    name: Name,
    priority: Priority,
    responsible: Party,
    support: &'static [Party],
) -> Category {
    Category { code, name, priority, responsible, support }
}

/// Every category, in the order of the source.
#[rustfmt::skip]
pub const TAXONOMY: &[Category] = &[
    row("SAF-01", word("危墙、外墙脱落", "Dangerous wall, falling facade"), P0, Company, &[Hurd, Street]),
    row("SAF-02", word("井盖缺失/破损", "Manhole cover missing or broken"), P0, Company, &[Utility, City]),
    row("SAF-03", word("高空坠物、空调架松动", "Falling objects, loose air-conditioner frame"), P0, Company, &[Hurd]),
    row("SAF-04", word("漏电、裸线", "Bare wire, electric leakage"), P0, Company, &[Utility]),
    row("SAF-05", word("燃气味/私改燃气", "Smell of gas, altered gas pipe"), P0, Utility, &[Fire]),
    row("SAF-06", word("电梯困人/故障", "Lift failure, people trapped"), P1, Company, &[Samr]),
    row("FIR-01", word("消防通道堵塞", "Fire lane blocked"), P2, Company, &[Fire]),
    row("FIR-02", word("飞线充电、楼道停放电动车", "Wires hung out to charge, e-bikes in the staircase"), P2, Company, &[Community, Fire]),
    row("FIR-03", word("消防设施缺失损坏", "Fire equipment missing or broken"), P2, Company, &[Fire]),
    row("FIR-04", word("楼道堆物", "Things piled up in the staircase"), P2, Company, &[Community, City, Fire]),
    row("WAT-01", word("停水、水压低", "No water, low pressure"), P1, Utility, &[Company]),
    row("WAT-02", word("公共管道漏水", "Shared pipe leaks"), P1, Company, &[Utility, Fund]),
    row("WAT-03", word("下水道堵塞", "Drain blocked"), P1, Company, &[]),
    row("WAT-04", word("化粪池满溢", "Septic tank overflows"), P1, Company, &[City]),
    row("WAT-05", word("屋面渗漏", "Roof leaks"), P3, Company, &[Fund]),
    row("ELE-01", word("停电", "No power"), P1, Utility, &[]),
    row("ELE-02", word("楼道灯、院灯不亮", "Staircase or yard lamp out"), P2, Company, &[]),
    row("ELE-03", word("充电桩需求", "Charging point wanted"), P4, Company, &[OwnersBody, Street]),
    row("HEA-01", word("不热、漏水（暖气）", "Heating cold or leaking"), P1, Utility, &[Company]),
    row("GAS-01", word("无燃气/接入", "No gas, connection wanted"), P4, Utility, &[Street]),
    row("CLN-01", word("楼道、院内脏乱", "Dirty staircase or yard"), P2, Company, &[]),
    row("CLN-02", word("垃圾未清运、桶不够", "Waste not collected, too few bins"), P2, Company, &[City]),
    row("CLN-03", word("建筑垃圾、大件", "Building rubble, bulky waste"), P2, Company, &[City]),
    row("CLN-04", word("鼠蟑蚊蝇", "Rats, cockroaches, mosquitoes"), P3, Company, &[Community]),
    row("CLN-05", word("冬季积雪结冰", "Snow and ice"), P1, Company, &[]),
    row("SEC-01", word("门岗无人、陌生人进出", "Gate unattended, strangers"), P2, Company, &[]),
    row("SEC-02", word("监控坏、盲区", "Camera broken, blind spot"), P3, Company, &[Psb]),
    row("SEC-03", word("门禁/道闸故障", "Door lock or barrier broken"), P2, Company, &[]),
    row("SEC-04", word("盗窃、可疑情况", "Theft, suspicious event"), P1, Psb, &[]),
    row("SEC-05", word("涉毒线索", "Sign of drug crime"), P1, Psb, &[]),
    row("PRK-01", word("车位不足、乱停", "Too few spaces, wild parking"), P3, Company, &[OwnersBody, Street]),
    row("PRK-02", word("占用通道/车位纠纷", "Blocked way, dispute about a space"), P2, Company, &[Psb]),
    row("PRK-03", word("停车收费问题", "Parking fee problem"), P3, Company, &[Samr]),
    row("BLD-01", word("路面坑洼", "Potholes"), P3, Company, &[Fund]),
    row("BLD-02", word("扶手、台阶、坡道", "Handrail, steps, ramp"), P3, Company, &[Fund]),
    row("BLD-03", word("单元门、信报箱", "Staircase door, letterbox"), P3, Company, &[]),
    row("BLD-04", word("保温、外立面", "Insulation, facade"), P4, Street, &[Hurd]),
    row("BLD-05", word("加装电梯咨询", "Question about adding a lift"), P4, OwnersBody, &[Street, Hurd]),
    row("GRN-01", word("树木遮挡、枯树危树", "Tree blocks light, dead or leaning tree"), P2, Company, &[City]),
    row("GRN-02", word("绿地被占、种菜", "Green space occupied, vegetables planted"), P3, Company, &[Community, City]),
    row("ILL-01", word("私搭乱建", "Illegal building"), P4, City, &[Hurd, Street]),
    row("ILL-02", word("破墙开店、住改商", "Wall opened for a shop, home used for business"), P4, Hurd, &[Samr]),
    row("ILL-03", word("装修违规、承重墙", "Unsafe renovation, load-bearing wall"), P1, Company, &[Hurd]),
    row("NOI-01", word("噪声扰民", "Noise"), P2, Community, &[Psb]),
    row("NOI-02", word("油烟、异味", "Fumes, smell"), P3, Community, &[Eco, City]),
    row("NOI-03", word("养犬扰民、不拴绳", "Dogs, no leash"), P2, Community, &[Psb]),
    row("FEE-01", word("收费不合理、多收", "Charged unfairly or too much"), P3, Community, &[Street, Samr]),
    row("FEE-02", word("账目不公开", "Accounts not published"), P3, Company, &[Community, Pmc]),
    row("FEE-03", word("优惠政策咨询", "Question about concessions"), P3, Community, &[Civil]),
    row("FEE-04", word("退费、预收款", "Refund, prepayment"), P3, Company, &[Pmc]),
    row("SVC-01", word("物业服务态度、响应慢", "Rude or slow company"), P3, Community, &[Street]),
    row("SVC-02", word("家里小修（收费）", "Small repair at home (paid)"), P2, Company, &[]),
    row("SVC-03", word("代收代取、助老", "Parcels, help for the elderly"), P2, Company, &[Community]),
    row("GOV-01", word("成立业委会/物管会", "Founding an owners' committee"), P4, Community, &[Street]),
    row("GOV-02", word("维修资金使用", "Use of the maintenance fund"), P4, OwnersBody, &[Pmc, Fund]),
    row("GOV-03", word("更换/退出物业", "Change or exit of the company"), P4, OwnersBody, &[Street, Pmc]),
    row("GOV-04", word("党组织、志愿、文体活动", "Party branch, volunteers, activities"), P4, Community, &[PartyBranch]),
    row("NBR-01", word("邻里漏水纠纷", "Neighbours' dispute about a leak"), P2, Community, &[Just]),
    row("NBR-02", word("家庭暴力、独居老人异常", "Domestic violence, worry about someone living alone"), P0, Community, &[Civil]),
    row("OTH-00", word("其他", "Other"), P3, Community, &[]),
];
