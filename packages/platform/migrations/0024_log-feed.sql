CREATE TABLE "log_feed" (
	"trigger_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"function_id" uuid NOT NULL,
	"invocation_id" uuid NOT NULL,
	"time" timestamp (3) with time zone NOT NULL,
	"level" text NOT NULL,
	"message" text NOT NULL,
	"trace_id" text NOT NULL,
	"hops" integer NOT NULL,
	"lineage" text,
	"fed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"matched" boolean,
	CONSTRAINT "log_feed_trigger_id_id_pk" PRIMARY KEY("trigger_id","id")
);
--> statement-breakpoint
ALTER TABLE "log_feed" ADD CONSTRAINT "log_feed_trigger_id_triggers_id_fk" FOREIGN KEY ("trigger_id") REFERENCES "public"."triggers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "log_feed_function" ON "log_feed" USING btree ("function_id");