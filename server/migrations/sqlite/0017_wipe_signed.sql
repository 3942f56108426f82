-- Whether the word that a phone was wiped bears the signature of a key known from that phone. A locked phone has none to give.
alter table wipes add column is_signed boolean not null default false;
