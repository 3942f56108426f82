-- Whose matter it is once another family has moved in: the number of the family (居住轮次) that lived there when it came. What came before
-- this column was there belongs to the first family where no other has followed, and to nobody's eyes where one has.
alter table requests add column occupancy_seq integer;
alter table needs add column occupancy_seq integer;
update requests set occupancy_seq = 1 where household_id in (select id from households where occupancy_seq = 1);
update needs set occupancy_seq = 1 where household_id in (select id from households where occupancy_seq = 1);
