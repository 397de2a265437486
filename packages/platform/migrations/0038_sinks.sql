CREATE TABLE "sink_cursors" (
	"sink_id" uuid NOT NULL,
	"dataset" text NOT NULL,
	"position" text NOT NULL,
	"delivered_to" timestamp (3) with time zone NOT NULL,
	"delivered" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "sink_cursors_sink_id_dataset_pk" PRIMARY KEY("sink_id","dataset")
);
--> statement-breakpoint
CREATE TABLE "sink_late" (
	"sink_id" uuid NOT NULL,
	"dataset" text NOT NULL,
	"id" text NOT NULL,
	"record" jsonb,
	CONSTRAINT "sink_late_sink_id_dataset_id_pk" PRIMARY KEY("sink_id","dataset","id")
);
--> statement-breakpoint
CREATE TABLE "sinks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"space_id" uuid NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"datasets" text[] NOT NULL,
	"config" jsonb NOT NULL,
	"sealed" text,
	"paused" boolean NOT NULL,
	"stopped" boolean DEFAULT false NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"last_error_at" timestamp (3) with time zone,
	"next_attempt_at" timestamp (3) with time zone,
	"last_delivered_at" timestamp (3) with time zone,
	"changed_by" text NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sinks_name" UNIQUE("space_id","name")
);
--> statement-breakpoint
ALTER TABLE "sink_cursors" ADD CONSTRAINT "sink_cursors_sink_id_sinks_id_fk" FOREIGN KEY ("sink_id") REFERENCES "public"."sinks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sink_late" ADD CONSTRAINT "sink_late_sink_id_sinks_id_fk" FOREIGN KEY ("sink_id") REFERENCES "public"."sinks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sinks" ADD CONSTRAINT "sinks_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE cascade ON UPDATE no action;