-- meta.build, one row: what this snapshot is, and what it was made from.
insert into meta.build (snapshot, last_event, schema_version, product_version, built_at, law_hash, base_hash)
values ($snapshot, $last_event, $schema_version, $product_version, $built_at, $law_hash, $base_hash);
