namespace LambdaSync.Cli.Demo;

/// <summary>How this program is started, so that a printed command can be typed as it stands.</summary>
static class ToolName
{
    const string Assembly = "LambdaSync.Cli", Tool = "lambdasync";

    /// <summary>Of this process, seen from the current folder.</summary>
    public static string Typed { get; } = Of(Environment.ProcessPath, AppContext.BaseDirectory, Environment.CurrentDirectory, Environment.GetEnvironmentVariable("PATH") ?? "");

    /// <summary>An argument, quoted where a shell would split it.</summary>
    public static string Argument(string text) => text.Any(char.IsWhiteSpace) ? $"\"{text}\"" : text;

    /// <param name="process">The file that runs: the tool's own, dotnet, or a program that hosts this assembly.</param>
    /// <param name="folder">The folder of this assembly.</param>
    /// <param name="current">The folder that the command is typed in.</param>
    /// <param name="path">The PATH variable.</param>
    internal static string Of(string? process, string folder, string current, string path)
    {
        if (process is not null && Path.GetFileNameWithoutExtension(process) == Tool)
            return path.Split(Path.PathSeparator).Contains(Path.GetDirectoryName(process)) ? Tool : Program(process, current);
        // PROJECT/bin/CONFIGURATION/FRAMEWORK
        folder = Path.TrimEndingDirectorySeparator(folder);
        var configuration = Path.GetDirectoryName(folder);
        var project = Path.GetDirectoryName(Path.GetDirectoryName(configuration));
        if (project is not null && File.Exists(Path.Combine(project, Assembly + ".csproj")))
            return $"dotnet run {(Path.GetFileName(configuration) == "Debug" ? "" : $"-c {Path.GetFileName(configuration)} ")}--project {Argument(Short(project, current))} --";
        return process is not null && Path.GetFileNameWithoutExtension(process) == Assembly ? Program(process, current) : $"dotnet {Argument(Short(Path.Combine(folder, Assembly + ".dll"), current))}";
    }

    // A shell searches the PATH for a name without a folder.
    static string Program(string file, string current) =>
        Short(file, current) is var typed && typed.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) ? Argument(typed) : $".{Path.DirectorySeparatorChar}{Argument(typed)}";

    // From the current folder downwards a relative path is shorter.
    static string Short(string file, string current) =>
        Path.GetRelativePath(current, file) is var relative && relative.StartsWith("..", StringComparison.Ordinal) ? file : relative;
}
