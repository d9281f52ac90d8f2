namespace LambdaSync.Cli;

/// <summary>What a verb's exit code says.</summary>
static class Exit
{
    public const int Done = 0;

    /// <summary>Nothing useful was done.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Some records failed, the others are done.</summary>
    public const int Partly = 3;
}
