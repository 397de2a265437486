ALTER TABLE "invocations" ADD COLUMN "repeats" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "invocations" ADD COLUMN "repeated" jsonb;