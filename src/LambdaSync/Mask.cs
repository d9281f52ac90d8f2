namespace LambdaSync;
static class Mask { public static bool IsMask(ReadOnlySpan<byte> b) => false; }
