CREATE TABLE "access_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"space" text NOT NULL,
	"space_id" uuid,
	"role" text NOT NULL,
	"function" text,
	"hours" integer,
	"reason" text NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"decided_by" text,
	"answer" text,
	"expires_at" timestamp (3) with time zone,
	CONSTRAINT "access_requests_account" UNIQUE("account_id","space")
);
--> statement-breakpoint
CREATE TABLE "group_members" (
	"group_id" uuid NOT NULL,
	"account_id" text NOT NULL,
	CONSTRAINT "group_members_group_id_account_id_pk" PRIMARY KEY("group_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "groups_name" UNIQUE("name")
);
--> statement-breakpoint
ALTER TABLE "grants" DROP CONSTRAINT "grants_space_id_account_id_pk";--> statement-breakpoint
ALTER TABLE "grants" ALTER COLUMN "account_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "functions" jsonb DEFAULT '"*"'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "group_id" uuid;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "function_id" uuid;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_members" ADD CONSTRAINT "group_members_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_members" ADD CONSTRAINT "group_members_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_requests_space" ON "access_requests" USING btree ("space_id","state","id");--> statement-breakpoint
CREATE INDEX "group_members_account" ON "group_members" USING btree ("account_id");--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_function_id_functions_id_fk" FOREIGN KEY ("function_id") REFERENCES "public"."functions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "grants_group" ON "grants" USING btree ("group_id");--> statement-breakpoint
CREATE INDEX "grants_function" ON "grants" USING btree ("function_id");--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_subject" UNIQUE NULLS NOT DISTINCT("space_id","account_id","group_id","function_id");--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_one_subject" CHECK (num_nonnulls("grants"."account_id", "grants"."group_id") = 1);--> statement-breakpoint
CREATE TRIGGER announce_access AFTER DELETE OR UPDATE ON "group_members" EXECUTE FUNCTION announce_access();--> statement-breakpoint
CREATE TRIGGER announce_access AFTER UPDATE OF "name" ON "functions" FOR EACH ROW WHEN (OLD."name" IS DISTINCT FROM NEW."name") EXECUTE FUNCTION announce_access();
