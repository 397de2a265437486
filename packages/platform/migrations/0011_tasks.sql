CREATE TABLE "tasks" (
	"id" uuid NOT NULL,
	"space_id" uuid NOT NULL,
	"function_id" uuid NOT NULL,
	"state" text NOT NULL,
	"qualifier" text NOT NULL,
	"event" "bytea",
	"event_hash" text,
	"event_bytes" integer NOT NULL,
	"trigger" text NOT NULL,
	"trigger_id" uuid,
	"trigger_name" text,
	"caller" text,
	"parent_id" uuid,
	"trace_id" text NOT NULL,
	"hops" integer NOT NULL,
	"lineage" text,
	"idempotency_actor" text,
	"idempotency_key" text,
	"fingerprint" text,
	"accepted_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"run_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"invocation_ids" uuid[] DEFAULT '{}' NOT NULL,
	"owner" uuid,
	"cancelling" boolean DEFAULT false NOT NULL,
	"error_code" text,
	"error" jsonb,
	"error_key" text,
	CONSTRAINT "tasks_space_id_id_pk" PRIMARY KEY("space_id","id")
);
--> statement-breakpoint
ALTER TABLE "functions" ADD COLUMN "async" jsonb DEFAULT '{"retries":2,"firstRetrySeconds":1,"maxAgeSeconds":21600,"maxConcurrency":10,"deadLetters":true,"onSuccess":null,"onFailure":null}'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "tasks_function" ON "tasks" USING btree ("function_id","id");--> statement-breakpoint
CREATE INDEX "tasks_waiting" ON "tasks" USING btree ("space_id","function_id","run_at") WHERE "tasks"."state" in ('queued', 'retrying');--> statement-breakpoint
CREATE INDEX "tasks_running" ON "tasks" USING btree ("function_id") WHERE "tasks"."state" = 'running';--> statement-breakpoint
CREATE INDEX "tasks_dead" ON "tasks" USING btree ("function_id","error_key","id") WHERE "tasks"."state" = 'dead';--> statement-breakpoint
CREATE INDEX "tasks_event" ON "tasks" USING btree ("event_hash") WHERE "tasks"."event_hash" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "tasks_idempotency" ON "tasks" USING btree ("function_id","idempotency_actor","idempotency_key") WHERE "tasks"."idempotency_key" is not null;--> statement-breakpoint
-- A queue's rows change state within seconds: vacuum them long before a fifth of the table is dead.
ALTER TABLE "tasks" SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
