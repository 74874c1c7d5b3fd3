-- The passwords of deploy/logins.sql, out of the addresses that `./prepare` made. Run after it, as often as one likes.
\set password `sed 's#.*:\(.*\)@.*#\1#' /run/secrets/postgres_url_triage`
alter role "sinergi-triage" password :'password';
\set password `sed 's#.*:\(.*\)@.*#\1#' /run/secrets/postgres_url_resolve`
alter role "sinergi-resolve" password :'password';
\set password `sed 's#.*:\(.*\)@.*#\1#' /run/secrets/postgres_url_webhooks`
alter role "sinergi-webhooks" password :'password';
\set password `sed 's#.*:\(.*\)@.*#\1#' /run/secrets/postgres_url_watch`
alter role "sinergi-watch" password :'password';
\set password `sed 's#.*:\(.*\)@.*#\1#' /run/secrets/postgres_url_intake`
alter role "sinergi-intake" password :'password';
\set password `sed 's#.*:\(.*\)@.*#\1#' /run/secrets/postgres_url_board`
alter role "sinergi-board" password :'password';
\set password `sed 's#.*:\(.*\)@.*#\1#' /run/secrets/postgres_url_operator`
alter role "sinergi-operator" password :'password';
\set password `sed 's#.*:\(.*\)@.*#\1#' /run/secrets/postgres_url_personal`
alter role "sinergi-personal" password :'password';
