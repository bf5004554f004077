"""What leaves the app: QR images of passes."""
