CREATE TABLE "quota_counters" (
	"scope_id" uuid NOT NULL,
	"limit" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"used" bigint DEFAULT 0 NOT NULL,
	"extra" bigint DEFAULT 0,
	"warned" boolean DEFAULT false NOT NULL,
	CONSTRAINT "quota_counters_scope_id_limit_starts_at_pk" PRIMARY KEY("scope_id","limit","starts_at")
);
--> statement-breakpoint
CREATE TABLE "quota_slots" (
	"scope_id" uuid NOT NULL,
	"server" uuid NOT NULL,
	"slots" integer NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "quota_slots_scope_id_server_pk" PRIMARY KEY("scope_id","server")
);
--> statement-breakpoint
CREATE TABLE "suspensions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"space_id" uuid NOT NULL,
	"function_id" uuid,
	"function" text,
	"limit" text NOT NULL,
	"allowed" integer NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"resumes_at" timestamp (3) with time zone NOT NULL,
	"resumed_at" timestamp (3) with time zone,
	"resumed_by" text
);
--> statement-breakpoint
ALTER TABLE "functions" ADD COLUMN "quota" jsonb;--> statement-breakpoint
ALTER TABLE "functions" ADD COLUMN "quota_epoch" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "spaces" ADD COLUMN "quota" jsonb;--> statement-breakpoint
ALTER TABLE "spaces" ADD COLUMN "quota_epoch" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "suspensions" ADD CONSTRAINT "suspensions_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "quota_counters_window" ON "quota_counters" USING btree ("starts_at");--> statement-breakpoint
CREATE INDEX "quota_slots_server" ON "quota_slots" USING btree ("server");--> statement-breakpoint
CREATE UNIQUE INDEX "suspensions_open" ON "suspensions" USING btree ("space_id",coalesce("function_id", "space_id"),"limit","starts_at") WHERE "suspensions"."resumed_at" is null;--> statement-breakpoint
CREATE INDEX "suspensions_space" ON "suspensions" USING btree ("space_id","id");--> statement-breakpoint
CREATE INDEX "suspensions_due" ON "suspensions" USING btree ("resumes_at") WHERE "suspensions"."resumed_at" is null;