//! A query that grows with its filters: SQL text with numbered places, and what goes into them, for both databases.

use domain::org::Scope;
use uuid::Uuid;

/// One value to bind.
#[derive(Debug, Clone)]
pub enum Arg {
    Text(String),
    Int(i64),
    Id(Uuid),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<Uuid> for Arg {
    fn from(id: Uuid) -> Self {
        Self::Id(id)
    }
}

/// The query so far. Only text written in this folder goes into the SQL; everything else is bound.
#[derive(Debug, Clone, Default)]
pub struct Select {
    /// `from … where …`, without what is selected, the order and the page.
    pub sql: String,
    /// Values in the order of their places.
    pub args: Vec<Arg>,
}

impl Select {
    /// Starts with `from … where true`.
    pub fn new(sql: &str) -> Self {
        Self { sql: sql.to_owned(), args: Vec::new() }
    }

    /// Adds text.
    pub fn push(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// Adds a place for a value.
    pub fn bind(&mut self, arg: impl Into<Arg>) -> &mut Self {
        self.args.push(arg.into());
        let place = format!("${}", self.args.len());
        self.push(&place)
    }

    /// ` and {condition} $n`, when there is a value.
    pub fn and(&mut self, condition: &str, arg: Option<impl Into<Arg>>) -> &mut Self {
        match arg {
            Some(arg) => self.push(" and ").push(condition).push(" ").bind(arg),
            None => self,
        }
    }

    /// ` and {condition}`, when it applies.
    pub fn and_if(&mut self, applies: bool, condition: &str) -> &mut Self {
        if applies { self.push(" and ").push(condition) } else { self }
    }

    /// ` and {column} like %text%`, when there is a text; its wildcards mean themselves.
    pub fn and_contains(&mut self, column: &str, text: Option<&str>) -> &mut Self {
        let Some(text) = text else { return self };
        let plain = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        self.push(" and ").push(column).push(" like ").bind(format!("%{plain}%").as_str()).push(" escape '\\'")
    }

    /// Only rows of compounds (alias `p`) that one of the scopes covers. Grids also narrow households, see
    /// [`Self::within_households`].
    pub fn within(&mut self, scopes: &[Scope]) -> &mut Self {
        self.scoped(scopes, "exists (select 1 from households hg where hg.compound_id = p.id and hg.grid_id =")
    }

    /// Like [`Self::within`], for rows that belong to a household (alias `h`): a grid covers its own households only.
    pub fn within_households(&mut self, scopes: &[Scope]) -> &mut Self {
        self.scoped(scopes, "(h.grid_id =")
    }

    fn scoped(&mut self, scopes: &[Scope], grid: &str) -> &mut Self {
        if scopes.contains(&Scope::District) {
            return self;
        }
        self.push(" and (1 = 0");
        for scope in scopes {
            self.push(" or ");
            match scope {
                Scope::District => self.push("1 = 1"),
                Scope::Street(code) => self.push("p.street_code = ").bind(code.as_str()),
                Scope::Community(code) => self.push("p.community_code = ").bind(code.as_str()),
                Scope::Compound(id) => self.push("p.id = ").bind(id.0),
                Scope::Grid(id) => self.push(grid).push(" ").bind(id.0).push(")"),
                Scope::Company(id) => self.push(SERVED_BY).bind(id.0).push(")"),
            };
        }
        self.push(")")
    }

    /// The whole text of the query that counts the rows.
    pub fn counting(&self) -> String {
        format!("select count(*) {}", self.sql)
    }

    /// The whole text of a query with these columns, order and page.
    pub fn listing(&self, columns: &str, order: &str, page: Page) -> String {
        let Page { limit, offset } = page;
        format!("select {columns} {} order by {order} limit {limit} offset {offset}", self.sql)
    }
}

const SERVED_BY: &str = "exists (select 1 from service_assignments sa where sa.compound_id = p.id and sa.to_on is null and sa.company_id = ";

/// Which rows of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// At most so many.
    pub limit: i64,
    /// After so many.
    pub offset: i64,
}

impl Page {
    /// Every row, for exports.
    pub const ALL: Self = Self { limit: i64::MAX, offset: 0 };
}

/// Binds the values of a [`Select`] to a query of either database.
macro_rules! bound {
    ($query:expr, $args:expr) => {{
        let mut query = $query;
        for arg in $args {
            query = match arg {
                $crate::db::select::Arg::Text(text) => query.bind(text),
                $crate::db::select::Arg::Int(number) => query.bind(number),
                $crate::db::select::Arg::Id(id) => query.bind(id),
            };
        }
        query
    }};
}
pub(crate) use bound;

/// Runs a [`Select`] with columns, order and page, into rows.
macro_rules! rows {
    ($tx:expr, $select:expr, $columns:expr, $order:expr, $page:expr) => {{
        let select = $select;
        let sql = select.listing($columns, $order, $page);
        $crate::db::on!($tx, c =>
            $crate::db::select::bound!(sqlx::query_as(sqlx::AssertSqlSafe(sql)), select.args.clone()).fetch_all(c).await)
    }};
}
pub(crate) use rows;

/// How many rows a [`Select`] has.
pub async fn count(tx: &mut super::Tx, select: &Select) -> super::DbResult<i64> {
    let sql = select.counting();
    let (count,): (i64,) =
        super::on!(tx, c => bound!(sqlx::query_as(sqlx::AssertSqlSafe(sql)), select.args.clone()).fetch_one(c).await?);
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::{CompoundId, GridId};

    #[test]
    fn filters_that_are_not_there_add_nothing() {
        let mut select = Select::new("from visits v where true");
        select.and("v.outcome =", None::<&str>).and_contains("p.name", None).and("v.day >=", Some(5)).within(&[]);
        assert_eq!(select.sql, "from visits v where true and v.day >= $1 and (1 = 0)");
    }

    #[test]
    fn a_scope_narrows_and_the_district_does_not() {
        let scopes = [
            Scope::Street("1".into()),
            Scope::Compound(CompoundId::new(1, [1; 10])),
            Scope::Grid(GridId::new(1, [2; 10])),
        ];
        let mut select = Select::default();
        select.within_households(&scopes);
        assert_eq!(select.sql, " and (1 = 0 or p.street_code = $1 or p.id = $2 or (h.grid_id = $3))");
        let mut select = Select::default();
        select.within(&[Scope::District]);
        assert_eq!(select.sql, "");
    }

    #[test]
    fn wildcards_in_a_search_mean_themselves() {
        let mut select = Select::default();
        select.and_contains("p.name", Some("100%_"));
        assert!(matches!(&select.args[0], Arg::Text(text) if text == "%100\\%\\_%"));
    }
}
