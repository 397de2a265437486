CREATE TABLE "budgets" (
	"space_id" uuid PRIMARY KEY NOT NULL,
	"amount" double precision NOT NULL,
	"warn_at" jsonb NOT NULL,
	"webhook_url" text,
	"webhook_sealed" text,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "budgets_reached" (
	"id" uuid PRIMARY KEY NOT NULL,
	"space_id" uuid NOT NULL,
	"month" timestamp (3) with time zone NOT NULL,
	"percent" integer NOT NULL,
	"amount" double precision NOT NULL,
	"cost" double precision NOT NULL,
	"currency" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"webhook" text,
	"webhook_reason" text
);
--> statement-breakpoint
ALTER TABLE "suspensions" ALTER COLUMN "allowed" SET DATA TYPE double precision;--> statement-breakpoint
ALTER TABLE "budgets" ADD CONSTRAINT "budgets_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets_reached" ADD CONSTRAINT "budgets_reached_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "budgets_reached_once" ON "budgets_reached" USING btree ("space_id","month","percent");--> statement-breakpoint
CREATE INDEX "budgets_reached_at" ON "budgets_reached" USING btree ("at");