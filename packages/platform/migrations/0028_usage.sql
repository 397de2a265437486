CREATE TABLE "price_lists" (
	"id" uuid PRIMARY KEY NOT NULL,
	"valid_from" timestamp (3) with time zone NOT NULL,
	"set_by" text NOT NULL,
	"currency" text NOT NULL,
	"per_million_calls" double precision NOT NULL,
	"per_gb_second" double precision NOT NULL,
	"per_gb_out" double precision NOT NULL,
	"per_gb_month" double precision NOT NULL,
	"free_calls" bigint NOT NULL,
	"free_gb_seconds" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "storage_hours" (
	"space_id" uuid NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"code" bigint NOT NULL,
	"objects" bigint NOT NULL,
	"logs" bigint NOT NULL,
	CONSTRAINT "storage_hours_space_id_hour_pk" PRIMARY KEY("space_id","hour")
);
--> statement-breakpoint
CREATE TABLE "usage_hours" (
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
	CONSTRAINT "usage_hours_space_id_hour_function_id_version_qualifier_trigger_trigger_name_caller_pk" PRIMARY KEY("space_id","hour","function_id","version","qualifier","trigger","trigger_name","caller")
);
--> statement-breakpoint
ALTER TABLE "storage_hours" ADD CONSTRAINT "storage_hours_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_hours" ADD CONSTRAINT "usage_hours_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "price_lists_valid" ON "price_lists" USING btree ("valid_from");