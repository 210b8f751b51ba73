-- The tables and rows that the first state of this extension wrote (the first three change sets), taken from a database of
-- its own. Never edited: a database like this must upgrade for ever. Realm and user are those of OldDatabase.

create table APP_PASSWORD (
  ID varchar(36) not null, REALM_ID varchar(36) not null, USER_ID varchar(255) not null, LABEL varchar(255),
  SALT varchar(24) not null, HASH varchar(44) not null, CREATED_AT bigint not null,
  constraint PK_APP_PASSWORD primary key (ID));
create index IDX_APP_PASSWORD_USER on APP_PASSWORD (USER_ID, REALM_ID);
create index IDX_APP_PASSWORD_REALM on APP_PASSWORD (REALM_ID);

create table APP_PASSWORD_OWNER (
  USER_ID varchar(255) not null, REALM_ID varchar(36) not null,
  constraint PK_APP_PASSWORD_OWNER primary key (USER_ID));
create index IDX_APP_PASSWORD_OWNER_REALM on APP_PASSWORD_OWNER (REALM_ID);

create table APP_PASSWORD_NOT_MOVED (
  USER_ID varchar(255) not null, PROTOCOL varchar(32) not null, REALM_ID varchar(36) not null,
  GATEWAY varchar(255) not null, LAST_AT bigint not null,
  constraint PK_APP_PASSWORD_NOT_MOVED primary key (USER_ID, PROTOCOL));
create index IDX_APP_PASSWORD_NOT_MOVED on APP_PASSWORD_NOT_MOVED (REALM_ID, LAST_AT);

create table DATABASECHANGELOG_APP_PASSWO (
  ID varchar(255) not null, AUTHOR varchar(255) not null, FILENAME varchar(255) not null,
  DATEEXECUTED timestamp not null, ORDEREXECUTED int not null, EXECTYPE varchar(10) not null, MD5SUM varchar(35),
  DESCRIPTION varchar(255), COMMENTS varchar(255), TAG varchar(255), LIQUIBASE varchar(20), CONTEXTS varchar(255),
  LABELS varchar(255), DEPLOYMENT_ID varchar(10));
insert into DATABASECHANGELOG_APP_PASSWO
  (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, EXECTYPE, MD5SUM, DESCRIPTION, COMMENTS, LIQUIBASE, DEPLOYMENT_ID)
values
  ('0.1.0-app-password', 'keycloak-app-passwords', 'META-INF/app-passwords-changelog.xml', '2026-11-22 21:34:00', 1,
   'EXECUTED', '9:2f633499f79cb3afcd3b9f9f45fe42fa',
   'createTable tableName=APP_PASSWORD', '', '4.33.0', '5561400529'),
  ('0.1.0-app-password-owner', 'keycloak-app-passwords', 'META-INF/app-passwords-changelog.xml', '2026-11-22 21:34:00', 2,
   'EXECUTED', '9:d7c1faa40dd34c37730cb1a79574af66',
   'createTable tableName=APP_PASSWORD_OWNER', '', '4.33.0', '5561400529'),
  ('0.1.0-app-password-not-moved', 'keycloak-app-passwords', 'META-INF/app-passwords-changelog.xml', '2026-11-22 21:34:00', 3,
   'EXECUTED', '9:9ba62c9a92405ff7d2aedff8767e4783',
   'createTable tableName=APP_PASSWORD_NOT_MOVED', '', '4.33.0', '5561400529');

insert into APP_PASSWORD (ID, REALM_ID, USER_ID, LABEL, SALT, HASH, CREATED_AT) values
  ('696cf00b-124f-4c14-a6e9-bccaa711af07', '0a1b2c3d-0000-4000-8000-000000000001', '0a1b2c3d-0000-4000-8000-00000000000a',
   'Annas Telefon', 'AKyVjkqDdp/NlQpaFguToA==', 'iCOQsOAHU/qrOD+arrtBVSOYV4pU06siYyN22IY1IUk=', 1795561440262),
  ('a93a6dac-bdf0-4e98-b493-92d81ebb55f2', '0a1b2c3d-0000-4000-8000-000000000001', '0a1b2c3d-0000-4000-8000-00000000000a',
   'büro', 'JueFnhaU2v9uSaJbUbRP8Q==', 'hXpJX70uYvbcvJgIwFoVG8Te4tbejI4sNacDjTgp6sU=', 1795561440303),
  ('69eb9a97-b42e-49e8-8056-bab8d492927d', '0a1b2c3d-0000-4000-8000-000000000001', '0a1b2c3d-0000-4000-8000-00000000000a',
   'Reise', 'HHy6BHqSE16KSSXbR/MQlg==', 'mNuorI2OMr2o1S3A2YQlhJgWMSoI2rynhfJsHp1RWNs=', 1795561440347),
  ('0cac00fa-c09b-45f5-aca9-107c1f2ed8bf', '0a1b2c3d-0000-4000-8000-000000000001', '0a1b2c3d-0000-4000-8000-00000000000a',
   'altes Tablet', 'U6YqWigRV1a8FdgqciSf2A==', '1kxJumiNCW6EquHOTYI/3sk/f75ZFn7m2DFsJAK/zxM=', 1795561440382);

insert into APP_PASSWORD_OWNER (USER_ID, REALM_ID) values
  ('0a1b2c3d-0000-4000-8000-00000000000a', '0a1b2c3d-0000-4000-8000-000000000001');

insert into APP_PASSWORD_NOT_MOVED (USER_ID, PROTOCOL, REALM_ID, GATEWAY, LAST_AT) values
  ('0a1b2c3d-0000-4000-8000-00000000000a', 'imap', '0a1b2c3d-0000-4000-8000-000000000001', 'dovecot', 1795561441033);

insert into CREDENTIAL (ID, TYPE, USER_ID, CREATED_DATE, USER_LABEL, SECRET_DATA, CREDENTIAL_DATA, PRIORITY, VERSION) values
  ('696cf00b-124f-4c14-a6e9-bccaa711af07', 'app-password', '0a1b2c3d-0000-4000-8000-00000000000a', 1795561440262, 'Annas Telefon',
   '{"algorithm":"sha-256","salt":"AKyVjkqDdp/NlQpaFguToA==","hash":"iCOQsOAHU/qrOD+arrtBVSOYV4pU06siYyN22IY1IUk="}',
   '{"version":1,"protocols":["imap","smtp"],"networks":[],"issuedBy":"0a1b2c3d-0000-4000-8000-00000000000a","deviceAccount":false}',
   10, 0),
  ('a93a6dac-bdf0-4e98-b493-92d81ebb55f2', 'app-password', '0a1b2c3d-0000-4000-8000-00000000000a', 1795561440303, 'büro',
   '{"algorithm":"sha-256","salt":"JueFnhaU2v9uSaJbUbRP8Q==","hash":"hXpJX70uYvbcvJgIwFoVG8Te4tbejI4sNacDjTgp6sU="}',
   '{"version":1,"protocols":["imap"],"networks":["192.0.2.0/24"],"expiresAt":"2099-12-31T00:00:00Z","issuedBy":"0a1b2c3d-0000-4000-8000-00000000000a","deviceAccount":false}',
   20, 0),
  ('69eb9a97-b42e-49e8-8056-bab8d492927d', 'app-password', '0a1b2c3d-0000-4000-8000-00000000000a', 1795561440347, 'Reise',
   '{"algorithm":"sha-256","salt":"HHy6BHqSE16KSSXbR/MQlg==","hash":"mNuorI2OMr2o1S3A2YQlhJgWMSoI2rynhfJsHp1RWNs="}',
   '{"version":1,"protocols":["imap"],"networks":[],"expiresAt":"2020-01-01T00:00:00Z","issuedBy":"0a1b2c3d-0000-4000-8000-00000000000a","deviceAccount":false}',
   30, 0);
