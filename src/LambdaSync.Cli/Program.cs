using LambdaSync.Cli;

return await Operator.Run(args, Console.OpenStandardInput(), Console.OpenStandardOutput(), Console.Error, !Console.IsOutputRedirected);
