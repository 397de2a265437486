CREATE TABLE "firings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"space_id" uuid NOT NULL,
	"function_id" uuid NOT NULL,
	"trigger_id" uuid NOT NULL,
	"cause" text NOT NULL,
	"outcome" text NOT NULL,
	"reason" text,
	"detail" text,
	"due_at" timestamp (3) with time zone,
	"at" timestamp (3) with time zone NOT NULL,
	"ticks" integer DEFAULT 1 NOT NULL,
	"task_id" uuid
);
--> statement-breakpoint
ALTER TABLE "triggers" ADD COLUMN "paused_by" jsonb;--> statement-breakpoint
ALTER TABLE "firings" ADD CONSTRAINT "firings_trigger_id_triggers_id_fk" FOREIGN KEY ("trigger_id") REFERENCES "public"."triggers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "firings_trigger" ON "firings" USING btree ("trigger_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "firings_tick" ON "firings" USING btree ("trigger_id","due_at") WHERE cause in ('source', 'catchUp');