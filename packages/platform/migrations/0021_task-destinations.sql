CREATE TABLE "task_deliveries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"space_id" uuid NOT NULL,
	"function_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"on" text NOT NULL,
	"destination" jsonb NOT NULL,
	"body" "bytea" NOT NULL,
	"invocation_id" uuid,
	"trace_id" text NOT NULL,
	"hops" integer NOT NULL,
	"lineage" text,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"run_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"reason" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "functions" ADD COLUMN "destinations" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "task_deliveries_task" ON "task_deliveries" USING btree ("space_id","task_id");--> statement-breakpoint
CREATE INDEX "task_deliveries_waiting" ON "task_deliveries" USING btree ("space_id","run_at") WHERE "task_deliveries"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "task_deliveries_function" ON "task_deliveries" USING btree ("function_id");--> statement-breakpoint
CREATE INDEX "task_deliveries_created" ON "task_deliveries" USING btree ("created_at");