ALTER TABLE "invocations" ADD COLUMN "instance_id" uuid, ADD COLUMN "caller" text;--> statement-breakpoint
-- One rewrite of the table for all four.
ALTER TABLE "invocations"
  ALTER COLUMN "revision" SET DATA TYPE bytea USING decode("revision", 'hex'),
  ALTER COLUMN "trace_id" SET DATA TYPE uuid USING CASE WHEN pg_input_is_valid("trace_id", 'uuid') THEN "trace_id"::uuid ELSE '00000000-0000-0000-0000-000000000000' END,
  ALTER COLUMN "instance_id" SET DATA TYPE uuid USING CASE WHEN pg_input_is_valid("extras" ->> 'instanceId', 'uuid') THEN ("extras" ->> 'instanceId')::uuid END,
  ALTER COLUMN "caller" SET DATA TYPE text USING "extras" ->> 'caller';--> statement-breakpoint
CREATE INDEX "invocations_failed_in_space" ON "invocations" USING btree ("space_id","id") WHERE "invocations"."status" <> 'success';--> statement-breakpoint
-- Nobody is told of issues that were there before.
ALTER TABLE "issues" ADD COLUMN "announced" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "issues" ALTER COLUMN "announced" SET DEFAULT false;--> statement-breakpoint
CREATE INDEX "issues_unannounced" ON "issues" USING btree ("id") WHERE not "issues"."announced";
