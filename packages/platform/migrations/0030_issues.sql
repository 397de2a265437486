CREATE TABLE "issue_hours" (
	"issue_id" uuid NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "issue_hours_issue_id_hour_pk" PRIMARY KEY("issue_id","hour")
);
--> statement-breakpoint
CREATE TABLE "issues" (
	"id" uuid PRIMARY KEY NOT NULL,
	"space_id" uuid NOT NULL,
	"function_id" uuid NOT NULL,
	"fingerprint" text NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"type" text NOT NULL,
	"message" text NOT NULL,
	"frames" text[] NOT NULL,
	"count" integer NOT NULL,
	"first_seen" timestamp (3) with time zone NOT NULL,
	"last_seen" timestamp (3) with time zone NOT NULL,
	"versions" integer[] NOT NULL,
	"triggers" text[] NOT NULL,
	"callers" text[] NOT NULL,
	"latest" uuid[] NOT NULL,
	"assignee" text,
	"resolved_in" integer,
	"reopened_at" timestamp (3) with time zone,
	"changed_by" text,
	"changed_at" timestamp (3) with time zone,
	CONSTRAINT "issues_fingerprint" UNIQUE("function_id","fingerprint")
);
--> statement-breakpoint
ALTER TABLE "issue_hours" ADD CONSTRAINT "issue_hours_issue_id_issues_id_fk" FOREIGN KEY ("issue_id") REFERENCES "public"."issues"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issues" ADD CONSTRAINT "issues_function_id_functions_id_fk" FOREIGN KEY ("function_id") REFERENCES "public"."functions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "issues_space" ON "issues" USING btree ("space_id","last_seen");