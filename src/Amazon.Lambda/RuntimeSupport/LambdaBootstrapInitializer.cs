namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Work before the first event. False ends the process without an error (docs.aws.amazon.com/lambda/latest/dg/csharp-handler.html).</summary>
public delegate Task<bool> LambdaBootstrapInitializer();
