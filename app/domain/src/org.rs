//! People and their rights: roles and the places they reach (model 2.3, appendix A).

use crate::id::{CompanyId, CompoundId, GridId};
use serde::{Deserialize, Serialize};

macro_rules! wire_names {
    ($type:ident { $($(#[doc = $doc:literal])* $(#[cfg($where:meta)])? $variant:ident = $name:literal),+ $(,)? }) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)]
        pub enum $type { $($(#[doc = $doc])* $(#[cfg($where)])? $variant),+ }
        impl $type {
            /// Every value, in the order of the text that defines it.
            pub const ALL: &'static [Self] = &[$($(#[cfg($where)])? Self::$variant),+];
            /// The name on the wire and in the database.
            pub const fn name(self) -> &'static str {
                match self { $($(#[cfg($where)])? Self::$variant => $name),+ }
            }
            /// The value with this wire name.
            pub fn from_name(name: &str) -> Option<Self> {
                $crate::org::place_of(name, &[$($(#[cfg($where)])? $name),+]).and_then(|at| Self::ALL.get(at).copied())
            }
        }
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let name = std::borrow::Cow::<str>::deserialize(deserializer)?;
                Self::from_name(&name).ok_or_else(|| serde::de::Error::custom("not one of the names"))
            }
        }
        impl $crate::json::FromJson for $type {
            fn from_json(from: &mut $crate::json::Reader<'_>) -> Self {
                from.one_of(Self::from_name).unwrap_or(Self::ALL[0])
            }
        }
        impl $crate::json::ToJson for $type {
            fn to_json(&self, page: &mut $crate::json::Page) {
                page.string(self.name());
            }
        }
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}
pub(crate) use wire_names;

/// Where a name stands among names: once for all the types that have some.
pub(crate) fn place_of(name: &str, names: &[&str]) -> Option<usize> {
    names.iter().position(|known| *known == name)
}

wire_names!(Role {
    /// 网格员: visits doors of its grids.
    GridWorker = "grid_worker",
    /// 社区: checks, triages, confirms.
    CommunityClerk = "community_clerk",
    /// 社区主任: the first of two who void a consent. No phone is told of those two roles, or carries their names.
    #[cfg(not(target_family = "wasm"))]
    CommunityDirector = "community_director",
    /// 街道: the second.
    #[cfg(not(target_family = "wasm"))]
    StreetClerk = "street_clerk",
    /// 物业公司负责人: assigns and answers tasks of its compounds.
    CompanyManager = "company_manager",
    /// 物业公司员工: does tasks.
    CompanyStaff = "company_staff",
    /// 区物业管理服务中心: sees the district.
    CenterStaff = "center_staff",
    /// 系统管理员: accounts and imports, no business data.
    SysAdmin = "sys_admin",
});

/// How far a role reaches. Checked on every read and write.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "at", rename_all = "snake_case", try_from = "FlatScope")]
pub enum Scope {
    /// Everything (district centre, system administrator).
    District,
    /// A street, by its nine-digit code.
    Street(String),
    /// A community, by its twelve-digit code.
    Community(String),
    /// One grid.
    Grid(GridId),
    /// One compound.
    Compound(CompoundId),
    /// The compounds that a company serves now.
    Company(CompanyId),
}

/// A scope as it is read: without serde's buffer for enums that are tagged inside, which is half a reader more in the phone's module.
#[derive(Deserialize)]
struct FlatScope {
    kind: ScopeKind,
    #[serde(default)]
    at: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum ScopeKind {
    District,
    Street,
    Community,
    Grid,
    Compound,
    Company,
}

impl TryFrom<FlatScope> for Scope {
    type Error = &'static str;
    fn try_from(flat: FlatScope) -> Result<Self, Self::Error> {
        let at = flat.at.ok_or("a scope names its place");
        let not_an_id = |_| "a scope's place is an id";
        Ok(match flat.kind {
            ScopeKind::District => Self::District,
            ScopeKind::Street => Self::Street(at?),
            ScopeKind::Community => Self::Community(at?),
            ScopeKind::Grid => Self::Grid(at?.parse().map_err(not_an_id)?),
            ScopeKind::Compound => Self::Compound(at?.parse().map_err(not_an_id)?),
            ScopeKind::Company => Self::Company(at?.parse().map_err(not_an_id)?),
        })
    }
}

/// One role within one scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// What the person may do.
    pub role: Role,
    /// Where.
    pub scope: Scope,
}

/// Where a compound lies, as far as scope needs to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whereabouts {
    /// Nine digits.
    pub street_code: String,
    /// Twelve digits.
    pub community_code: String,
    /// The compound itself.
    pub compound: CompoundId,
    /// The grid of the household in question, or all grids of the compound when no household is meant.
    pub grids: Vec<GridId>,
    /// The company whose service assignment is active today.
    pub company: Option<CompanyId>,
}

impl Scope {
    /// Whether a place lies inside this scope.
    pub fn covers(&self, place: &Whereabouts) -> bool {
        match self {
            Self::District => true,
            Self::Street(code) => *code == place.street_code,
            Self::Community(code) => *code == place.community_code,
            Self::Grid(grid) => place.grids.contains(grid),
            Self::Compound(compound) => *compound == place.compound,
            Self::Company(company) => place.company == Some(*company),
        }
    }
}

/// Whether any of the grants gives one of `roles` at `place`.
pub fn may(grants: &[Grant], roles: &[Role], place: &Whereabouts) -> bool {
    grants.iter().any(|grant| roles.contains(&grant.role) && grant.scope.covers(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Whereabouts {
        Whereabouts {
            street_code: "140403001".into(),
            community_code: "140403001001".into(),
            compound: CompoundId::new(1, [1; 10]),
            grids: vec![GridId::new(1, [2; 10])],
            company: Some(CompanyId::new(1, [3; 10])),
        }
    }

    #[test]
    fn a_scope_covers_its_own_place_and_no_other() {
        let elsewhere = Whereabouts {
            street_code: "140403002".into(),
            community_code: "140403002001".into(),
            compound: CompoundId::new(2, [1; 10]),
            grids: vec![],
            company: None,
        };
        let scopes = [
            Scope::Street("140403001".into()),
            Scope::Community("140403001001".into()),
            Scope::Grid(GridId::new(1, [2; 10])),
            Scope::Compound(CompoundId::new(1, [1; 10])),
            Scope::Company(CompanyId::new(1, [3; 10])),
        ];
        for scope in scopes {
            assert!(scope.covers(&place()), "{scope:?}");
            assert!(!scope.covers(&elsewhere), "{scope:?}");
        }
        assert!(Scope::District.covers(&elsewhere));
    }

    #[test]
    fn a_role_without_the_place_gives_nothing() {
        let grants = [Grant { role: Role::CommunityClerk, scope: Scope::Community("140403009001".into()) }];
        assert!(!may(&grants, &[Role::CommunityClerk], &place()));
        assert!(!may(&[], Role::ALL, &place()));
    }
}
