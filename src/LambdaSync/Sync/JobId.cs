using System.Security.Cryptography;
using System.Text;

namespace LambdaSync.Sync;

/// <summary>Ids of jobs: what makes the same job again finds the same id.</summary>
public static class JobId
{
    /// <param name="prefix">Says what kind of job it is: <c>rec-</c>.</param>
    /// <param name="source">What the job is about, and nothing else.</param>
    public static string Of(string prefix, string source) => prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)).AsSpan(0, 8));
}
