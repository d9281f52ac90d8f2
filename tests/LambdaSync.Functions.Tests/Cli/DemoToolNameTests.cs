using LambdaSync.Cli.Demo;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary>The commands that the demo prints begin as the person started it.</summary>
[Trait("Row", "H4")]
public sealed class DemoToolNameTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bin/lambdasync", "bin", "lambdasync")]
    [InlineData("bin/lambdasync", "", "bin/lambdasync")]
    [InlineData("lambdasync", "bin", "./lambdasync")]
    [InlineData("my tools/lambdasync", "", "\"my tools/lambdasync\"")]
    [InlineData("dotnet", "", "dotnet app/LambdaSync.Cli.dll")]
    [InlineData("app/LambdaSync.Cli", "", "app/LambdaSync.Cli")]
    public void An_installed_tool_is_called_by_its_name_or_its_path(string process, string path, string typed)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "paths are written with slashes");
        Assert.Equal(typed, ToolName.Of(_folder.File(process), _folder.File("app") + "/", _folder.Root, "/usr/bin:" + _folder.File(path)));
    }

    [Theory]
    [InlineData("Debug", "", "dotnet run --project src/LambdaSync.Cli --")]
    [InlineData("Release", "", "dotnet run -c Release --project src/LambdaSync.Cli --")]
    [InlineData("Debug", "src", "dotnet run --project LambdaSync.Cli --")]
    public void A_build_of_the_repository_is_run_from_its_project(string configuration, string current, string typed)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "paths are written with slashes");
        var output = _folder.File($"src/LambdaSync.Cli/bin/{configuration}/net10.0");
        Directory.CreateDirectory(output);
        File.WriteAllText(_folder.File("src/LambdaSync.Cli/LambdaSync.Cli.csproj"), "");
        Assert.Equal(typed, ToolName.Of(Path.Combine(output, "LambdaSync.Cli"), output + "/", _folder.File(current), ""));
    }
}
