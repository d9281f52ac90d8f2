namespace Amazon.Lambda.Core;

/// <summary>The mobile application that invoked a function (docs.aws.amazon.com/lambda/latest/dg/csharp-context.html).</summary>
public interface IClientApplication
{
    string AppPackageName { get; }

    string AppTitle { get; }

    string AppVersionCode { get; }

    string AppVersionName { get; }

    string InstallationId { get; }
}
