using System.Globalization;

namespace LambdaSync.Simulation.Running;

/// <summary>The command line.</summary>
sealed record Options
{
    public const string Help = """
        LambdaSync.Simulation [--model NAME] plays seeds and checks invariants. Exit 0: none broken, 1: some, 2: wrong usage.
          --seeds N --from N --jobs P   so many seeds from one on (1000, 1), in so many processes (one a core)
          --slow-parts                  the same worlds on SQLite, HTTP and the quota ledger, with a long rest: to compare the speed
          --seconds S [--first N]       as many seeds as fit instead, from a number made of the commit on, so that every commit plays others
          --seed N [--keep 1,4,7]       one seed, or only these of its steps; --trace shows all of what happened
          --hashes FILE [--rewrite]     compares the seeds' trace hashes with FILE: 1 if any differ or are missing in it. Writes FILE if it does
                                        not exist, or with --rewrite
          --variants [--rewrite]        each variant from its seed in Mutants/MODEL.seeds on, until an invariant catches it; 1 if one is not within
                                        a minute of processor time. Writes the seeds anew with --rewrite
          --make-copy                   builds the copy that has the planted bugs; else the first --variants does
          --variant NAME                one variant; with --seed one seed of it
          --interleavings [--seconds S] every order of four workers' calls on one record, as far as it comes (60); with --variant NAME
                                        until an end is that of no serial order
          --self-check                  whether the kernel notices handlers that leave its thread
          --list                        models, invariants, variants
        """;

    public string? Model { get; init; }

    public int Seeds { get; init; } = 1000;

    public ulong From { get; init; } = 1;

    /// <summary>Somebody named the first seed.</summary>
    public bool IsFirstNamed { get; init; }

    public bool SlowParts { get; init; }

    public int Jobs { get; init; } = Environment.ProcessorCount;

    public double? Seconds { get; init; }

    public ulong? Seed { get; init; }

    public IReadOnlySet<int>? Keep { get; init; }

    public bool Trace { get; init; }

    /// <summary>The file of trace hashes to compare with or to write.</summary>
    public string? Hashes { get; init; }

    /// <summary>Write <see cref="Hashes"/> even if it exists.</summary>
    public bool Rewrite { get; init; }

    public bool Variants { get; init; }

    public bool MakesCopy { get; init; }

    public string? Variant { get; init; }

    public bool List { get; init; }

    public bool Interleavings { get; init; }

    public bool SelfCheck { get; init; }

    /// <summary>Which one of the processes this is, or null: the one that starts them.</summary>
    public int? Worker { get; init; }

    /// <exception cref="FormatException">It can't be read.</exception>
    public static Options Read(string[] args)
    {
        var options = new Options();
        for (var i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--model" => options with { Model = Value() },
                "--seeds" => options with { Seeds = (int)Number() },
                "--from" or "--first" => options with { From = Number(), IsFirstNamed = true },
                "--slow-parts" => options with { SlowParts = true },
                "--jobs" => options with { Jobs = Math.Max(1, (int)Number()) },
                "--seconds" => options with { Seconds = Number() },
                "--seed" => options with { Seed = Number() },
                "--keep" => options with { Keep = Value().Split(',', StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToHashSet() },
                "--trace" => options with { Trace = true },
                "--hashes" => options with { Hashes = Value() },
                "--rewrite" => options with { Rewrite = true },
                "--variants" => options with { Variants = true },
                "--make-copy" => options with { MakesCopy = true },
                "--variant" => options with { Variant = Value() },
                "--self-check" => options with { SelfCheck = true },
                "--interleavings" => options with { Interleavings = true },
                "--help" => throw new FormatException("usage:"),
                "--list" => options with { List = true },
                "--worker" => options with { Worker = (int)Number() },
                _ => throw new FormatException($"unknown: {args[i]}"),
            };

            string Value() => ++i < args.Length ? args[i] : throw new FormatException($"{args[i - 1]} needs a value");
            ulong Number() => ulong.Parse(Value(), CultureInfo.InvariantCulture);
        }

        if (options is { Seconds: not null, IsFirstNamed: false, Worker: null })
            options = options with { From = FirstSeed.OfCommit() };
        if (options is { Rewrite: true, Hashes: null, Variants: false })
            throw new FormatException("--rewrite needs --hashes FILE or --variants");
        if (options.Hashes is not null && (options.Seconds is not null || options.Seed is not null || options.Variants || options.Variant is not null))
            throw new FormatException("--hashes goes with --model, --seeds, --from and --jobs only");
        return options;
    }
}
