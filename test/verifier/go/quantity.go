package main

import (
	"fmt"
	"math/big"
	"regexp"
)

// What the words of a quantity allow, by docs/quantities.md of the ledger; null is no upper end.

var (
	currency = regexp.MustCompile(`^[A-Z]{3}$`)
	physical = map[string]bool{
		"kWh": true, "MWh": true, "GWh": true, "kW": true, "MW": true, "GW": true, "kVA": true, "MVA": true, "kg": true,
		"t": true, "l": true, "m3": true, "m": true, "km": true, "m2": true, "ha": true, "km2": true,
	}
	scales = map[string]string{
		"": "1", "hundred": "100", "thousand": "1000", "million": "1000000", "billion": "1000000000",
		"trillion": "1000000000000",
	}
	nine, ten, eleven = big.NewInt(9), big.NewInt(10), big.NewInt(11)
)

// endOf answers with the lower or the upper end of the amounts that a quantity allows, exactly; nil is no end.
func endOf(stated any, end string) (any, error) {
	quantity, isObject := stated.(map[string]any)
	if !isObject {
		return nil, fmt.Errorf("%v is no quantity", stated)
	}
	low, high, err := interval(quantity)
	if err != nil {
		return nil, err
	}
	switch {
	case end == "lo":
		return low, nil
	case end != "hi":
		return nil, fmt.Errorf("a quantity has no end %q", end)
	case high == nil:
		return nil, nil
	}
	return high, nil
}

func interval(quantity map[string]any) (low, high *big.Rat, err error) {
	unit, _ := quantity["unit"].(string)
	isGoods := !currency.MatchString(unit) && !physical[unit]
	none := new(big.Rat)
	qualifier, _ := quantity["qualifier"].(string)
	switch qualifier {
	case "several":
		scale, _ := quantity["scale"].(string)
		one, isScale := new(big.Rat).SetString(scales[scale])
		if !isScale {
			return nil, nil, fmt.Errorf("there is no scale %q", scale)
		}
		return one.Add(one, one), nil, nil
	case "some":
		if isGoods {
			return big.NewRat(1, 1), nil, nil
		}
		return none, nil, nil
	case "all-remaining":
		return none, nil, nil
	}
	value, isDecimal := decimal(quantity["value"])
	if !isDecimal {
		return nil, nil, fmt.Errorf("%v is no amount", quantity["value"])
	}
	less := new(big.Rat).Mul(value, new(big.Rat).SetFrac(nine, ten))
	more := new(big.Rat).Mul(value, new(big.Rat).SetFrac(eleven, ten))
	switch qualifier {
	case "exactly":
		return value, value, nil
	case "over", "at-least":
		return value, nil, nil
	case "under", "up-to":
		return none, value, nil
	case "between":
		upTo, isDecimal := decimal(quantity["upTo"])
		if !isDecimal {
			return nil, nil, fmt.Errorf("%v is no amount", quantity["upTo"])
		}
		return value, upTo, nil
	case "about":
		return outwards(less, isGoods, false), outwards(more, isGoods, true), nil
	case "nearly":
		return outwards(less, isGoods, false), value, nil
	}
	return nil, nil, fmt.Errorf("there is no qualifier %q", qualifier)
}

// outwards rounds an end of goods to a whole number, and no fewer than one.
func outwards(end *big.Rat, isGoods, up bool) *big.Rat {
	if !isGoods || end.IsInt() {
		return end
	}
	whole := new(big.Int).Quo(end.Num(), end.Denom())
	if up || whole.Sign() == 0 {
		whole.Add(whole, big.NewInt(1))
	}
	return new(big.Rat).SetInt(whole)
}
