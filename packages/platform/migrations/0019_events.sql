CREATE TABLE "event_keys" (
	"space_id" uuid NOT NULL,
	"key" "bytea" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "event_keys_space_id_key_pk" PRIMARY KEY("space_id","key")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"space_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"event_id" text NOT NULL,
	"source" text NOT NULL,
	"type" text NOT NULL,
	"subject" text,
	"event" text NOT NULL,
	"publisher" text NOT NULL,
	"parent_id" uuid,
	"trace_id" text NOT NULL,
	"hops" integer NOT NULL,
	"lineage" text,
	"received_at" timestamp (3) with time zone NOT NULL,
	"started" integer,
	CONSTRAINT "events_space_id_id_pk" PRIMARY KEY("space_id","id")
);
--> statement-breakpoint
ALTER TABLE "firings" ADD COLUMN "occurred_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "firings" ADD COLUMN "event_id" uuid;--> statement-breakpoint
CREATE INDEX "event_keys_at" ON "event_keys" USING btree ("at");--> statement-breakpoint
CREATE INDEX "events_waiting" ON "events" USING btree ("id") WHERE "events"."started" is null;--> statement-breakpoint
CREATE INDEX "events_received" ON "events" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "firings_event" ON "firings" USING btree ("event_id") WHERE "firings"."event_id" is not null;