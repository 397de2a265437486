ALTER TABLE "spaces" ADD COLUMN "retention" jsonb DEFAULT '{"lines":14,"invocations":30,"metrics":400,"issues":90}'::jsonb NOT NULL;--> statement-breakpoint
-- The recorded tables as they are become the first partitions: no row moves.
CREATE FUNCTION pg_temp.first_id_at(at timestamptz) RETURNS uuid LANGUAGE sql AS $$
	SELECT (left(hex, 8) || '-' || right(hex, 4) || '-0000-0000-000000000000')::uuid
	FROM lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') hex
$$;--> statement-breakpoint
CREATE FUNCTION pg_temp.time_of(id uuid) RETURNS timestamptz LANGUAGE sql AS $$
	SELECT to_timestamp(('x' || lpad(replace(left(id::text, 13), '-', ''), 16, '0'))::bit(64)::bigint / 1000.0)
$$;--> statement-breakpoint
CREATE PROCEDURE pg_temp.partition_by_time(name text, key text, span text) LANGUAGE plpgsql AS $$
DECLARE
	before text := name || '_before';
	item record;
	latest timestamptz;
	starts timestamptz[];
	bounds text[];
BEGIN
	EXECUTE format('ALTER TABLE %I RENAME TO %I', name, before);
	EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS) PARTITION BY RANGE (%I)', name, before, key);
	FOR item IN SELECT conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint
		WHERE conrelid = before::regclass AND contype = 'p'
	LOOP
		EXECUTE format('ALTER TABLE %I RENAME CONSTRAINT %I TO %I', before, item.conname, item.conname || '_before');
		EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I %s', name, item.conname, item.definition);
	END LOOP;
	FOR item IN SELECT relname, pg_get_indexdef(indexrelid) AS definition FROM pg_index JOIN pg_class ON oid = indexrelid
		WHERE indrelid = before::regclass AND NOT indisprimary
	LOOP
		EXECUTE format('ALTER INDEX %I RENAME TO %I', item.relname, item.relname || '_before');
		EXECUTE replace(item.definition, ' ON public.' || before, ' ON public.' || name);
	END LOOP;
	EXECUTE format('SELECT %s FROM %I ORDER BY %I DESC LIMIT 1',
		CASE WHEN key = 'id' THEN 'pg_temp.time_of(id)' ELSE key END, before, key) INTO latest;
	latest := date_trunc(span, greatest(latest, now()), 'UTC');
	starts := ARRAY[latest + ('1 ' || span)::interval, latest + ('2 ' || span)::interval];
	SELECT array_agg(CASE WHEN key = 'id' THEN pg_temp.first_id_at(at)::text ELSE at::text END) INTO bounds FROM unnest(starts) at;
	EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)', name, before, bounds[1]);
	EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', name || '_next', name, bounds[1], bounds[2]);
	EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (MAXVALUE)', name || '_later', name, bounds[2]);
END $$;--> statement-breakpoint
SET LOCAL TimeZone = 'UTC';--> statement-breakpoint
CALL pg_temp.partition_by_time('invocations', 'id', 'day');--> statement-breakpoint
CALL pg_temp.partition_by_time('log_lines', 'id', 'day');--> statement-breakpoint
CALL pg_temp.partition_by_time('metric_minutes', 'minute', 'month');--> statement-breakpoint
CALL pg_temp.partition_by_time('trigger_minutes', 'minute', 'month');
