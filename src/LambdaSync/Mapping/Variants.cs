namespace LambdaSync.Mapping;
static class Variants { public static bool Same(string a, string b) => string.Equals(a,b,StringComparison.OrdinalIgnoreCase); }
