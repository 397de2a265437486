CREATE TABLE "object_links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"bucket_id" uuid NOT NULL,
	"key" text collate "C" NOT NULL,
	"method" text NOT NULL,
	"maker" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"uses" bigint DEFAULT 0 NOT NULL,
	"last_used_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "object_links" ADD CONSTRAINT "object_links_bucket_id_buckets_id_fk" FOREIGN KEY ("bucket_id") REFERENCES "public"."buckets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "object_links_bucket" ON "object_links" USING btree ("bucket_id","id");--> statement-breakpoint
CREATE INDEX "object_links_expiry" ON "object_links" USING btree ("expires_at");