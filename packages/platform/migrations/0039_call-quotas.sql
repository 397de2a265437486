CREATE TABLE "call_quotas" (
	"scope_id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"quota" jsonb NOT NULL,
	"epoch" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
DROP INDEX "suspensions_open";--> statement-breakpoint
ALTER TABLE "suspensions" ALTER COLUMN "space_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "suspensions" ADD COLUMN "scope_id" uuid;--> statement-breakpoint
UPDATE "suspensions" SET "scope_id" = coalesce("function_id", "space_id");--> statement-breakpoint
ALTER TABLE "suspensions" ALTER COLUMN "scope_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "suspensions" ADD COLUMN "part_kind" text;--> statement-breakpoint
ALTER TABLE "suspensions" ADD COLUMN "part_name" text;--> statement-breakpoint
CREATE UNIQUE INDEX "suspensions_open" ON "suspensions" USING btree ("scope_id","limit","starts_at") WHERE "suspensions"."resumed_at" is null;