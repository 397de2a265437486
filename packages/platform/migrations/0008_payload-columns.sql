ALTER TABLE "invocations" ADD COLUMN "input_text" text;--> statement-breakpoint
ALTER TABLE "invocations" ADD COLUMN "output_text" text;