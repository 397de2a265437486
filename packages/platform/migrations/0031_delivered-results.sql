ALTER TABLE "task_deliveries" ALTER COLUMN "body" DROP NOT NULL;--> statement-breakpoint
UPDATE "task_deliveries" SET "body" = NULL WHERE "state" = 'delivered';
