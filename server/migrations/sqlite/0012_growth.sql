-- What a push and a phone's question look for, however many records there are.
create index tasks_of_household on tasks (household_id);
create index needs_of_author on needs (account_id, recorded_at_ms);
create index changes_of_company on changes (company_id, seq);
