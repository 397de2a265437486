CREATE TABLE "space_files" (
	"space_id" uuid NOT NULL,
	"server" text NOT NULL,
	"bytes" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"warned" boolean NOT NULL,
	CONSTRAINT "space_files_space_id_server_pk" PRIMARY KEY("space_id","server")
);
--> statement-breakpoint
CREATE TABLE "usage_days" (
	"space_id" uuid NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"function_id" uuid NOT NULL,
	"function" text NOT NULL,
	"version" integer NOT NULL,
	"qualifier" text NOT NULL,
	"trigger" text NOT NULL,
	"trigger_name" text NOT NULL,
	"caller" text NOT NULL,
	"calls" bigint NOT NULL,
	"billed_ms" bigint NOT NULL,
	"mb_ms" bigint NOT NULL,
	"bytes_in" bigint NOT NULL,
	"bytes_out" bigint NOT NULL,
	CONSTRAINT "usage_days_space_id_hour_function_id_version_qualifier_trigger_trigger_name_caller_pk" PRIMARY KEY("space_id","hour","function_id","version","qualifier","trigger","trigger_name","caller")
);
--> statement-breakpoint
ALTER TABLE "storage_hours" ADD COLUMN "files" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "space_files" ADD CONSTRAINT "space_files_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_days" ADD CONSTRAINT "usage_days_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
INSERT INTO "usage_days" SELECT space_id, date_trunc('day', hour, 'UTC'), function_id, max(function), version, qualifier, trigger, trigger_name, caller,
	sum(calls), sum(billed_ms), sum(mb_ms), sum(bytes_in), sum(bytes_out) FROM "usage_hours"
	GROUP BY space_id, date_trunc('day', hour, 'UTC'), function_id, version, qualifier, trigger, trigger_name, caller;
