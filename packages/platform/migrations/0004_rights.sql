CREATE TABLE "sign_in_attempts" (
	"key" text PRIMARY KEY NOT NULL,
	"attempts" integer NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "rate_limits" DISABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP TABLE "rate_limits" CASCADE;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "installation_key" text;--> statement-breakpoint
ALTER TABLE "invitations" ADD COLUMN "maker_id" uuid;--> statement-breakpoint
ALTER TABLE "invitations" ADD COLUMN "installation_key" text;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_maker_id_api_keys_id_fk" FOREIGN KEY ("maker_id") REFERENCES "public"."api_keys"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
-- Whatever takes a right away is told to every server, whoever took it: see src/notifications.ts.
CREATE FUNCTION announce_access() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM pg_notify('alcove_changes', '{"access":true}');
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER announce_access AFTER DELETE ON "sessions" EXECUTE FUNCTION announce_access();--> statement-breakpoint
CREATE TRIGGER announce_access AFTER DELETE OR UPDATE OF "state", "administrator" ON "accounts" EXECUTE FUNCTION announce_access();--> statement-breakpoint
CREATE TRIGGER announce_access AFTER DELETE ON "api_keys" EXECUTE FUNCTION announce_access();--> statement-breakpoint
CREATE TRIGGER announce_access AFTER DELETE OR UPDATE ON "grants" EXECUTE FUNCTION announce_access();--> statement-breakpoint
CREATE TRIGGER announce_access AFTER DELETE OR UPDATE OF "name", "visibility" ON "spaces" EXECUTE FUNCTION announce_access();
