-- For MariaDB: SOGo's database, and the users whom SOGo knows. Run by: mariadb < database.sql. Write a password in place of
-- PASSWORD, and the same into sogo.conf.
create database sogo character set utf8mb4;
create user sogo@'127.0.0.1' identified by 'PASSWORD';
grant all on sogo.* to sogo@'127.0.0.1';

-- c_uid is the login identity from Keycloak, mail the address that SOGo sends as. "!" is the hash of no password. Names are
-- compared byte by byte, which MariaDB does not do by default.
create table sogo.sogo_users (
  c_uid varchar(255) character set utf8mb4 collate utf8mb4_bin primary key,
  c_name varchar(255) not null,
  c_password varchar(255) not null default '!',
  c_cn varchar(255) not null,
  mail varchar(255) not null
);
