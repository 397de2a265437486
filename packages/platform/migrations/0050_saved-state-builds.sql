ALTER TABLE "draft_saves" ADD COLUMN "build_key" text;--> statement-breakpoint
ALTER TABLE "draft_saves" ADD CONSTRAINT "draft_saves_build_key_builds_key_fk" FOREIGN KEY ("build_key") REFERENCES "public"."builds"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "draft_saves_build" ON "draft_saves" USING btree ("build_key");