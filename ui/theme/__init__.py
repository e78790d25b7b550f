"""Which colours, sizes and movements does everything wear?"""
