-- Rows that the first release writes, taken from a database of that release: app passwords, tombstones, owners and all that is noted
-- of them. Never edited. Realm and owners are those of OldRealm, which replaces :now by the time of the test.

insert into APP_PASSWORD
  (ID, REALM_ID, USER_ID, LABEL, SALT, HASH, CREATED_AT, PROTOCOLS, EXPIRES_AT, DEVICE_ACCOUNT, USED_AT, USED_PROTOCOL, USED_ADDRESS,
   USED_GATEWAY, ENDED_AT, END_CAUSE, TRIED_AT, TRIED_PROTOCOL, TRIED_ADDRESS, TRIED_GATEWAY, WATCHED_SINCE, EXPIRY_TOLD_AT)
values
  ('755504ef-e574-4b3f-8068-f65df9e813d2', '0a1b2c3d-0000-4000-8000-000000000001', '0a1b2c3d-0000-4000-8000-00000000000a', 'Annas Telefon',
   'k2ViVr46IpVzXaU5FkVnDA==', 'JFsEHS4ARfjRj/FKmUABcvyAwpzsFMjOosrJOR+lr0Y=', :now - 1728000000, 'imap,smtp', null, false,
   :now - 172800000, 'imap', '192.0.2.1', 'postfix', null, null, null, null, null, null,
   :now - 1728000000, null),
  ('3f40aecc-01da-4536-adea-564c5b63d501', '0a1b2c3d-0000-4000-8000-000000000001', '0a1b2c3d-0000-4000-8000-00000000000a', 'büro',
   'rHhqJ81UoqiDlhAFkbCW2g==', 'MJ0+N3nw8E+WY0yu1hDUXysJ1+zQVhxCPEVxFfMjQXc=', :now - 1728000000, 'imap', 4102358400000, false,
   :now - 172800000, 'imap', '192.0.2.8', 'postfix', null, null, null, null, null, null,
   :now - 1728000000, null),
  ('921bd680-7eaa-47b4-9907-db2f8a53d8c5', '0a1b2c3d-0000-4000-8000-000000000001', '0a1b2c3d-0000-4000-8000-00000000000a', 'Reise',
   'BHSywcKrl/tX/+KiMCu6ZA==', 'bExi9pd14LiJ5LNFRn8529iv74YUHmRK7K1Xw4TuOwo=', :now - 1728000000, 'imap', 1577836800000, false,
   null, null, null, null, null, null, null, null, null, null,
   :now - 1728000000, null),
  ('f34ec858-8bee-4a65-8941-015c1c88f2be', '0a1b2c3d-0000-4000-8000-000000000001', '0a1b2c3d-0000-4000-8000-00000000000a', 'altes Tablet',
   '53tNAFbv4dl6d3AcY6rHUQ==', '4b/4I56uF9bXWt0+yV+0x+FVX/QRsIB02GRn4QOGuO8=', :now - 1728000000, 'imap', null, false,
   null, null, null, null, :now - 259200000, 'password_set_by_admin', :now - 172800000, 'imap', '192.0.2.11', 'dovecot',
   :now - 1728000000, null),
  ('47f7580f-1179-4106-892d-a03b268fb435', '0a1b2c3d-0000-4000-8000-000000000001', '0a1b2c3d-0000-4000-8000-00000000000b', 'Bens Telefon',
   'DMbc9IG9mwMjAVays6Onfg==', 'uAAJgcvSMIozJYIEu7oY7wU+sCgyYygE3mnmYOXK1uA=', :now - 1728000000, 'imap', null, false,
   :now - 345600000, 'imap', '192.0.2.10', 'postfix', null, null, null, null, null, null,
   :now - 1728000000, null),
  ('7ec919df-01d9-4600-ad27-9e51e72594ae', '0a1b2c3d-0000-4000-8000-000000000001', '0a1b2c3d-0000-4000-8000-00000000000b', 'Bens Tablet',
   'ZeieQU1dls7idPghzWMDMg==', 'XSIZtxeFSzo6GM3ff8dm0K+QsBYIpd7Oi+450EiDj1w=', :now - 1728000000, 'imap', null, false,
   null, null, null, null, null, null, null, null, null, null,
   :now - 1728000000, null);
update APP_PASSWORD set USED_DAY = floor(USED_AT / 86400000);
-- The rows of the other owner were restored from an export, which has no fingerprints.
update APP_PASSWORD set FINGERPRINT = 'a1d684b4a0eca5a3' where ID = '755504ef-e574-4b3f-8068-f65df9e813d2';
update APP_PASSWORD set FINGERPRINT = 'a5f457239995edfc' where ID = '3f40aecc-01da-4536-adea-564c5b63d501';
update APP_PASSWORD set FINGERPRINT = 'c997bbd5b850fb73' where ID = '921bd680-7eaa-47b4-9907-db2f8a53d8c5';
update APP_PASSWORD set FINGERPRINT = 'a45f33d8d6229bd4' where ID = 'f34ec858-8bee-4a65-8941-015c1c88f2be';

insert into APP_PASSWORD_OWNER (USER_ID, REALM_ID, FACTOR_GONE_AT, FACTOR_BACK_AT, SUSPENDED_AT, TOLD_DISABLED) values
  ('0a1b2c3d-0000-4000-8000-00000000000a', '0a1b2c3d-0000-4000-8000-000000000001', :now - 3600000, null, null, false),
  ('0a1b2c3d-0000-4000-8000-00000000000b', '0a1b2c3d-0000-4000-8000-000000000001', :now - 259200000, null, :now - 172800000, false);

insert into APP_PASSWORD_NETWORK (CREDENTIAL_ID, NETWORK, REALM_ID, USER_ID, SEEN_AT) values
  ('755504ef-e574-4b3f-8068-f65df9e813d2', '192.0.2.0/24', '0a1b2c3d-0000-4000-8000-000000000001',
   '0a1b2c3d-0000-4000-8000-00000000000a', :now - 172800000);

insert into APP_PASSWORD_FACTOR (ID, REALM_ID, USER_ID, KIND, CREDENTIAL_ID, NOTED_AT) values
  ('0a1b2c3d-0000-4000-8000-0000000000f1', '0a1b2c3d-0000-4000-8000-000000000001', '0a1b2c3d-0000-4000-8000-00000000000b',
   'present', null, 1),
  ('0a1b2c3d-0000-4000-8000-0000000000f2', '0a1b2c3d-0000-4000-8000-000000000001', '0a1b2c3d-0000-4000-8000-00000000000b',
   'removed', null, :now - 259200000);

insert into APP_PASSWORD_REFUSAL (USER_ID, REALM_ID, REASON, PROTOCOL, ADDRESS, GATEWAY, REFUSED_AT) values
  ('0a1b2c3d-0000-4000-8000-00000000000a', '0a1b2c3d-0000-4000-8000-000000000001', 'revoked', 'imap', '192.0.2.11', 'dovecot',
   :now - 172800000);

insert into APP_PASSWORD_NOT_MOVED (USER_ID, PROTOCOL, REALM_ID, GATEWAY, LAST_AT) values
  ('0a1b2c3d-0000-4000-8000-00000000000a', 'imap', '0a1b2c3d-0000-4000-8000-000000000001', 'dovecot', :now - 172800000);

insert into APP_PASSWORD_FEED (REALM_ID, EPOCH, HEAD, FORGOTTEN) values
  ('0a1b2c3d-0000-4000-8000-000000000001', '0a1b2c3d-0000-4000-8000-0000000000fe', 2, 0);

insert into APP_PASSWORD_CHANGE (ID, REALM_ID, PLACE, CHANGE_TYPE, USER_ID, NAMES, PROTOCOLS, NOTED_AT, NODE) values
  ('dbbd0b13-9681-4465-90ae-26c8c8107041', '0a1b2c3d-0000-4000-8000-000000000001', 1, 'made',
   '0a1b2c3d-0000-4000-8000-00000000000a', null, null, :now - 432000000, 'd69a27e2-126e-4292-ac01-c23d65439011'),
  ('f6bc50d0-5b18-430b-9610-fad10f694561', '0a1b2c3d-0000-4000-8000-000000000001', 2, 'revoked',
   '0a1b2c3d-0000-4000-8000-00000000000a', '{"username":"anna"}', 'imap', :now - 259200000,
   'd69a27e2-126e-4292-ac01-c23d65439011');

insert into APP_PASSWORD_PENDING (ID, KIND, REALM_ID, USER_ID, CREDENTIAL_ID, LABEL, END_CAUSE, NOTED_AT) values
  ('0a1b2c3d-0000-4000-8000-0000000000d1', 'app_password_revoked', '0a1b2c3d-0000-4000-8000-000000000001',
   '0a1b2c3d-0000-4000-8000-00000000000b', '7ec919df-01d9-4600-ad27-9e51e72594ae', null, 'revoked', :now - 3600000);

insert into APP_PASSWORD_NODE (ID, NAME, SEEN_AT) values
  ('d69a27e2-126e-4292-ac01-c23d65439011', 'old-node', :now - 7200000);

insert into CREDENTIAL (ID, TYPE, USER_ID, CREATED_DATE, USER_LABEL, SECRET_DATA, CREDENTIAL_DATA, PRIORITY, VERSION) values
  ('755504ef-e574-4b3f-8068-f65df9e813d2', 'app-password', '0a1b2c3d-0000-4000-8000-00000000000a', :now - 1728000000, 'Annas Telefon',
   '{"algorithm":"sha-256","salt":"k2ViVr46IpVzXaU5FkVnDA==","hash":"JFsEHS4ARfjRj/FKmUABcvyAwpzsFMjOosrJOR+lr0Y="}',
   '{"version":1,"protocols":["imap","smtp"],"networks":[],"issuedBy":"0a1b2c3d-0000-4000-8000-00000000000a","deviceAccount":false}',
   20, 0),
  ('3f40aecc-01da-4536-adea-564c5b63d501', 'app-password', '0a1b2c3d-0000-4000-8000-00000000000a', :now - 1728000000, 'büro',
   '{"algorithm":"sha-256","salt":"rHhqJ81UoqiDlhAFkbCW2g==","hash":"MJ0+N3nw8E+WY0yu1hDUXysJ1+zQVhxCPEVxFfMjQXc="}',
   '{"version":1,"protocols":["imap"],"networks":["192.0.2.0/24"],"expiresAt":"2099-12-31T00:00:00Z","issuedBy":"0a1b2c3d-0000-4000-8000-00000000000a","deviceAccount":false}',
   30, 0),
  ('921bd680-7eaa-47b4-9907-db2f8a53d8c5', 'app-password', '0a1b2c3d-0000-4000-8000-00000000000a', :now - 1728000000, 'Reise',
   '{"algorithm":"sha-256","salt":"BHSywcKrl/tX/+KiMCu6ZA==","hash":"bExi9pd14LiJ5LNFRn8529iv74YUHmRK7K1Xw4TuOwo="}',
   '{"version":1,"protocols":["imap"],"networks":[],"expiresAt":"2020-01-01T00:00:00Z","issuedBy":"0a1b2c3d-0000-4000-8000-00000000000a","deviceAccount":false}',
   40, 0),
  ('47f7580f-1179-4106-892d-a03b268fb435', 'app-password', '0a1b2c3d-0000-4000-8000-00000000000b', :now - 1728000000, 'Bens Telefon',
   '{"algorithm":"sha-256","salt":"DMbc9IG9mwMjAVays6Onfg==","hash":"uAAJgcvSMIozJYIEu7oY7wU+sCgyYygE3mnmYOXK1uA="}',
   '{"version":1,"protocols":["imap"],"networks":[],"issuedBy":"0a1b2c3d-0000-4000-8000-00000000000b","deviceAccount":false}',
   50, 0),
  ('7ec919df-01d9-4600-ad27-9e51e72594ae', 'app-password', '0a1b2c3d-0000-4000-8000-00000000000b', :now - 1728000000, 'Bens Tablet',
   '{"algorithm":"sha-256","salt":"ZeieQU1dls7idPghzWMDMg==","hash":"XSIZtxeFSzo6GM3ff8dm0K+QsBYIpd7Oi+450EiDj1w="}',
   '{"version":1,"protocols":["imap"],"networks":[],"issuedBy":"0a1b2c3d-0000-4000-8000-00000000000b","deviceAccount":false}',
   60, 0);
