CREATE TABLE "timers" (
	"trigger_id" uuid PRIMARY KEY NOT NULL,
	"decided_until" timestamp (3) with time zone NOT NULL,
	"check_at" timestamp (3) with time zone,
	"queued_at" timestamp (3) with time zone,
	"armed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "timers" ADD CONSTRAINT "timers_trigger_id_triggers_id_fk" FOREIGN KEY ("trigger_id") REFERENCES "public"."triggers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "timers_check" ON "timers" USING btree ("check_at");