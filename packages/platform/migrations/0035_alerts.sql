CREATE TABLE "alert_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"alert_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"silenced" boolean NOT NULL,
	"value" double precision
);
--> statement-breakpoint
CREATE TABLE "alert_targets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"space_id" uuid NOT NULL,
	"name" text NOT NULL,
	"settings" jsonb NOT NULL,
	"sealed" text,
	"last_at" timestamp (3) with time zone,
	"last_ok" boolean,
	"last_detail" text,
	CONSTRAINT "alert_targets_name" UNIQUE("space_id","name")
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"space_id" uuid NOT NULL,
	"name" text NOT NULL,
	"rule" jsonb NOT NULL,
	"enabled" boolean NOT NULL,
	"state" text DEFAULT 'ok' NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"turned_at" timestamp (3) with time zone,
	"value" double precision,
	"trouble" text,
	"evaluated_at" timestamp (3) with time zone,
	"evaluate_at" timestamp (3) with time zone NOT NULL,
	"told_at" timestamp (3) with time zone,
	"silenced_until" timestamp (3) with time zone,
	"silenced_by" text,
	"silenced_for" text,
	"changed_by" text NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "alerts_name" UNIQUE("space_id","name")
);
--> statement-breakpoint
CREATE TABLE "metric_total_marks" (
	"space_id" uuid PRIMARY KEY NOT NULL,
	"until" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "metric_totals" (
	"function_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"value" double precision NOT NULL,
	"durations" bigint[],
	CONSTRAINT "metric_totals_function_id_version_name_pk" PRIMARY KEY("function_id","version","name")
);
--> statement-breakpoint
ALTER TABLE "alert_changes" ADD CONSTRAINT "alert_changes_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alerts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_targets" ADD CONSTRAINT "alert_targets_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "metric_total_marks" ADD CONSTRAINT "metric_total_marks_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "metric_totals" ADD CONSTRAINT "metric_totals_function_id_functions_id_fk" FOREIGN KEY ("function_id") REFERENCES "public"."functions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alert_changes_alert" ON "alert_changes" USING btree ("alert_id","id");--> statement-breakpoint
CREATE INDEX "alerts_due" ON "alerts" USING btree ("evaluate_at");