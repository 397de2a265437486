ALTER TABLE "issues" ADD COLUMN "ignored_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "issues" ADD COLUMN "ignored_to_count" integer;